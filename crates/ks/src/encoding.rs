//! The outer base64 (reference: session.md §3).

/// Classes above the 64 values of the alphabet.
const SKIP: u8 = 64;
const PAD: u8 = 65;
const BAD: u8 = 66;

/// What a letter adds to the three bytes of its group, by its place in the group; bytes that are no letters
/// bring [`IRREGULAR`].
static GROUP: [[u32; 256]; 4] = {
    let mut tables = [[IRREGULAR; 256]; 4];
    let mut byte = 0;
    while byte < 256 {
        #[allow(clippy::cast_possible_truncation, reason = "counts to 255")]
        let value = class(byte as u8) as u32;
        if value < 64 {
            let mut place = 0;
            while place < 4 {
                // The first letter holds the highest bits, and the first byte is to be the lowest.
                tables[place][byte] = (value << (18 - 6 * place) << 8).swap_bytes();
                place += 1;
            }
        }
        byte += 1;
    }
    tables
};

const IRREGULAR: u32 = 1 << 31;

/// Decodes as PHP's strict mode does after mapping the URL alphabet onto the standard one.
///
/// The `base64` crate cannot: it knows one alphabet at a time and skips no blanks. Nearly all tokens are plain
/// letters up to the last few, so those go eight at a time.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let text = text.as_bytes();
    // Decoding shortens, so a copy is long enough; it is overwritten from the front.
    let mut out = text.to_vec();
    let (mut taken, mut filled) = (0, 0);
    for eight in text.as_chunks::<8>().0 {
        let [first, second] = [group(&eight[..4]), group(&eight[4..])];
        if (first | second) >= IRREGULAR {
            break;
        }
        // Eight bytes are written, six count; the next write covers the rest.
        let six = u64::from(first) | u64::from(second) << 24;
        out[filled..filled + 8].copy_from_slice(&six.to_le_bytes());
        filled += 6;
        taken += 8;
    }
    out.truncate(filled);
    decode_rest(&text[taken..], &mut out)?;
    match out.as_slice() {
        [] | [b'0'] => None,
        _ => Some(out),
    }
}

/// Three bytes, the first one lowest, from four letters.
fn group(letters: &[u8]) -> u32 {
    letters.iter().zip(&GROUP).fold(0, |group, (letter, table)| group | table[usize::from(*letter)])
}

/// The value of a letter of either alphabet, or one of the classes above.
const fn class(byte: u8) -> u8 {
    match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        b' ' | b'\t' | b'\r' | b'\n' => SKIP,
        b'=' => PAD,
        _ => BAD,
    }
}

/// The part that is not plain groups of four: blanks, padding, a short end, or an error.
fn decode_rest(text: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let (mut letters, mut padding) = (0_usize, 0_usize);
    let mut last = 0;
    for byte in text {
        match class(*byte) {
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
