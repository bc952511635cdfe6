//! How media are coded and kept, in the API's words.

use contract::ApiEnum;

/// How pictures are coded.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaVideoCodec", text)]
pub enum VideoCodec {
    /// Not said.
    #[api(value = "")]
    None,
    /// APCH.
    #[api(value = "apch")]
    Apch,
    /// APCN.
    #[api(value = "apcn")]
    Apcn,
    /// APCO.
    #[api(value = "apco")]
    Apco,
    /// APCS.
    #[api(value = "apcs")]
    Apcs,
    /// AV1.
    #[api(value = "av1")]
    Av1,
    /// That of the source.
    #[api(value = "copy")]
    Copy,
    /// DNXHD.
    #[api(value = "dnxhd")]
    Dnxhd,
    /// DV.
    #[api(value = "dv")]
    Dv,
    /// FLV.
    #[api(value = "flv")]
    Flv,
    /// H263.
    #[api(value = "h263")]
    H263,
    /// H264.
    #[api(value = "h264")]
    H264,
    /// H264B.
    #[api(value = "h264b")]
    H264b,
    /// H264H.
    #[api(value = "h264h")]
    H264h,
    /// H264M.
    #[api(value = "h264m")]
    H264m,
    /// H265.
    #[api(value = "h265")]
    H265,
    /// MPEG2.
    #[api(value = "mpeg2")]
    Mpeg2,
    /// MPEG4.
    #[api(value = "mpeg4")]
    Mpeg4,
    /// THEORA.
    #[api(value = "theora")]
    Theora,
    /// VP6.
    #[api(value = "vp6")]
    Vp6,
    /// VP8.
    #[api(value = "vp8")]
    Vp8,
    /// VP9.
    #[api(value = "vp9")]
    Vp9,
    /// WMV2.
    #[api(value = "wmv2")]
    Wmv2,
    /// WMV3.
    #[api(value = "wmv3")]
    Wmv3,
    /// WVC1A.
    #[api(value = "wvc1a")]
    Wvc1a,
}

/// How sound is coded.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaAudioCodec", text)]
pub enum AudioCodec {
    /// Not said.
    #[api(value = "")]
    None,
    /// AAC.
    #[api(value = "aac")]
    Aac,
    /// AACHE.
    #[api(value = "aache")]
    Aache,
    /// AC3.
    #[api(value = "ac3")]
    Ac3,
    /// AMRNB.
    #[api(value = "amrnb")]
    Amrnb,
    /// That of the source.
    #[api(value = "copy")]
    Copy,
    /// EAC3.
    #[api(value = "eac3")]
    Eac3,
    /// MP3.
    #[api(value = "mp3")]
    Mp3,
    /// MPEG2.
    #[api(value = "mpeg2")]
    Mpeg2,
    /// PCM.
    #[api(value = "pcm")]
    Pcm,
    /// VORBIS.
    #[api(value = "vorbis")]
    Vorbis,
    /// WMA.
    #[api(value = "wma")]
    Wma,
    /// WMAPRO.
    #[api(value = "wmapro")]
    Wmapro,
}

/// The kind of file.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaContainerFormat", text)]
pub enum ContainerFormat {
    /// 3GP.
    #[api(constant = "_3GP", value = "3gp")]
    N3gp,
    /// APPLEHTTP.
    #[api(value = "applehttp")]
    Applehttp,
    /// AVI.
    #[api(value = "avi")]
    Avi,
    /// BIF.
    #[api(value = "bif")]
    Bif,
    /// BMP.
    #[api(value = "bmp")]
    Bmp,
    /// That of the source.
    #[api(value = "copy")]
    Copy,
    /// FLV.
    #[api(value = "flv")]
    Flv,
    /// HLS.
    #[api(value = "hls")]
    Hls,
    /// ISMA.
    #[api(value = "isma")]
    Isma,
    /// ISMV.
    #[api(value = "ismv")]
    Ismv,
    /// JPG.
    #[api(value = "jpg")]
    Jpg,
    /// M2TS.
    #[api(value = "m2ts")]
    M2ts,
    /// M4V.
    #[api(value = "m4v")]
    M4v,
    /// MKV.
    #[api(value = "mkv")]
    Mkv,
    /// MOV.
    #[api(value = "mov")]
    Mov,
    /// MP3.
    #[api(value = "mp3")]
    Mp3,
    /// MP4.
    #[api(value = "mp4")]
    Mp4,
    /// MPEG.
    #[api(value = "mpeg")]
    Mpeg,
    /// MPEGTS.
    #[api(value = "mpegts")]
    Mpegts,
    /// MXF.
    #[api(value = "mxf")]
    Mxf,
    /// OGG.
    #[api(value = "ogg")]
    Ogg,
    /// OGV.
    #[api(value = "ogv")]
    Ogv,
    /// PDF.
    #[api(value = "pdf")]
    Pdf,
    /// PNG.
    #[api(value = "png")]
    Png,
    /// SWF.
    #[api(value = "swf")]
    Swf,
    /// WAV.
    #[api(value = "wav")]
    Wav,
    /// WEBM.
    #[api(value = "webm")]
    Webm,
    /// WMA.
    #[api(value = "wma")]
    Wma,
    /// WMV.
    #[api(value = "wmv")]
    Wmv,
    /// WVM.
    #[api(value = "wvm")]
    Wvm,
}

/// What looks at files.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaMediaParserType", dynamic)]
pub enum MediaParserType {
    /// `MediaInfo`.
    #[api(value = "0")]
    Mediainfo,
    /// `FFmpeg`.
    #[api(value = "1")]
    Ffmpeg,
}

/// How a picture is fitted into a frame.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaThumbCropType")]
pub enum ThumbCropType {
    /// It keeps its shape.
    Resize = 1,
    /// It keeps its shape, with bars beside it.
    ResizeWithPadding = 2,
    /// It is cut on all sides.
    Crop = 3,
    /// It is cut at the bottom.
    CropFromTop = 4,
    /// It takes the shape of the frame.
    ResizeWithForce = 5,
}
