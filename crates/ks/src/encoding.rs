//! The outer base64 (reference: session.md §3).

/// Classes above the 64 values of the alphabet.
const SKIP: u8 = 64;
const PAD: u8 = 65;
const BAD: u8 = 66;

/// Both alphabets at once: a token may even mix them.
const CLASS: [u8; 256] = {
    let mut table = [BAD; 256];
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut value = 0;
    while value < 64 {
        #[allow(clippy::cast_possible_truncation, reason = "counts to 63")]
        {
            table[letters[value] as usize] = value as u8;
        }
        value += 1;
    }
    table[b'-' as usize] = 62;
    table[b'_' as usize] = 63;
    table[b' ' as usize] = SKIP;
    table[b'\t' as usize] = SKIP;
    table[b'\r' as usize] = SKIP;
    table[b'\n' as usize] = SKIP;
    table[b'=' as usize] = PAD;
    table
};

/// Decodes as PHP's strict mode does after mapping the URL alphabet onto the standard one.
///
/// The `base64` crate cannot: it knows one alphabet at a time and skips no blanks.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let text = text.as_bytes();
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 3);
    let (quads, _) = text.as_chunks::<4>();
    let mut taken = 0;
    for quad in quads {
        let [a, b, c, d] = quad.map(|byte| CLASS[usize::from(byte)]);
        if (a | b | c | d) >= 64 {
            break;
        }
        out.extend_from_slice(&[a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]);
        taken += 4;
    }
    decode_rest(&text[taken..], &mut out)?;
    match out.as_slice() {
        [] | [b'0'] => None,
        _ => Some(out),
    }
}

/// The part that is not plain groups of four: blanks, padding, a short end, or an error.
fn decode_rest(text: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let (mut letters, mut padding) = (0_usize, 0_usize);
    let mut last = 0;
    for byte in text {
        match CLASS[usize::from(*byte)] {
            SKIP => {}
            PAD => padding += 1,
            BAD => return None,
            _ if padding > 0 => return None,
            value => {
                match letters % 4 {
                    0 => {}
                    1 => out.push(last << 2 | value >> 4),
                    2 => out.push(last << 4 | value >> 2),
                    _ => out.push(last << 6 | value),
                }
                last = value;
                letters += 1;
            }
        }
    }
    let padded_right = padding == 0 || (padding <= 2 && (letters + padding).is_multiple_of(4));
    (letters % 4 != 1 && padded_right).then_some(())
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn reads_what_php_reads() {
        for text in ["YWI=", "YWI", "YW I=", " YWI= ", "Y\tW\r\nI = ", "YWJ=", "YWI=  "] {
            assert_eq!(decode(text).as_deref(), Some(b"ab".as_slice()), "{text:?}");
        }
        assert_eq!(decode("-_+/"), decode("+/-_"));
        assert_eq!(decode("YQ"), Some(b"a".to_vec()));
        assert_eq!(decode("YQ=="), Some(b"a".to_vec()));
    }

    #[test]
    fn refuses_what_php_refuses() {
        for text in [
            "", " ", "=", "==", "A", "YWJjZ", "YWI==", "YQ=", "YQ===", "YWJj=", "YW=I", "YWI=YQ==", "YW\0I=",
            "YWI\x0b", "YWé=", "MA==", "MA", "YWI.", "====",
        ] {
            assert_eq!(decode(text), None, "{text:?}");
        }
    }
}
