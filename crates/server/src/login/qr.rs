//! What an authenticator scans: a picture drawn here, by nobody else.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use contract::errors::ERROR_IN_QR_GENERATION;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use qrcodegen::{QrCode, QrCodeEcc};

use crate::error::{Error, Result};

/// Pixels of a module, and modules of the quiet zone around the code.
const SCALE: usize = 6;
const BORDER: usize = 4;

/// What is encoded in the path of an address.
const LABEL: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'@');

/// The address that an authenticator reads: `otpauth://totp/<userId>_<host>_KMC?secret=<base32>`
/// (reference: identity.md §6.4).
pub(super) fn address(user_id: &str, host: &str, seed: &str) -> String {
    let label = format!("{user_id}_{host}_KMC");
    format!("otpauth://totp/{}?secret={seed}", utf8_percent_encode(&label, LABEL))
}

/// A text as a picture: a PNG in Base64.
pub(super) fn png(text: &str) -> Result<String> {
    let failed = |reason: String| Error::from(ERROR_IN_QR_GENERATION.bare()).because(reason);
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(|error| failed(error.to_string()))?;
    let modules = usize::try_from(code.size()).map_err(|error| failed(error.to_string()))?;
    let side = (modules + 2 * BORDER) * SCALE;
    let row_bytes = side.div_ceil(8);
    let mut pixels = vec![0; row_bytes * side];
    for (y, row) in pixels.chunks_exact_mut(row_bytes).enumerate() {
        for x in 0..side {
            if !is_dark(&code, x / SCALE, y / SCALE) {
                row[x / 8] |= 0x80 >> (x % 8);
            }
        }
    }
    let mut file = Vec::new();
    let pixels_a_side = u32::try_from(side).map_err(|error| failed(error.to_string()))?;
    let mut encoder = png::Encoder::new(&mut file, pixels_a_side, pixels_a_side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header().map_err(|error| failed(error.to_string()))?;
    writer.write_image_data(&pixels).map_err(|error| failed(error.to_string()))?;
    writer.finish().map_err(|error| failed(error.to_string()))?;
    Ok(STANDARD.encode(file))
}

/// The module at a place of the picture; the quiet zone is light.
fn is_dark(code: &QrCode, x: usize, y: usize) -> bool {
    let place = |at: usize| at.checked_sub(BORDER).and_then(|at| i32::try_from(at).ok());
    place(x).zip(place(y)).is_some_and(|(x, y)| code.get_module(x, y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_the_references() {
        assert_eq!(
            address("ann lee", "video.example.test", "JBSWY3DPEHPK3PXP"),
            "otpauth://totp/ann%20lee_video.example.test_KMC?secret=JBSWY3DPEHPK3PXP"
        );
    }

    #[test]
    fn the_picture_is_a_png_of_the_code() {
        let text = address("ann", "video.example.test", "JBSWY3DPEHPK3PXP");
        let file = STANDARD.decode(png(&text).unwrap()).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(&file)).read_info().unwrap();
        let (width, height) = (reader.info().width, reader.info().height);
        assert_eq!(width, height);
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        let row_bytes = pixels.len() / height as usize;
        let light = |x: usize, y: usize| pixels[y * row_bytes + x / 8] & (0x80 >> (x % 8)) != 0;
        let code = QrCode::encode_text(&text, QrCodeEcc::Medium).unwrap();
        for y in 0..code.size() {
            for x in 0..code.size() {
                let at = |module: i32| (usize::try_from(module).unwrap() + BORDER) * SCALE + SCALE / 2;
                assert_eq!(light(at(x), at(y)), !code.get_module(x, y), "{x} {y}");
            }
        }
        assert!(light(0, 0), "the quiet zone is light");
    }

    #[test]
    fn a_text_without_end_is_refused() {
        assert_eq!(png(&"x".repeat(10_000)).unwrap_err().code(), "ERROR_IN_QR_GENERATION");
    }
}
