//! The lines of a CSV file, as bulk uploads read them (reference: assets.md §11.4).

use csv::{ByteRecord, ReaderBuilder};

/// A line that is to be carried out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// Its cells, trimmed.
    pub cells: Vec<String>,
    /// The columns that the header before it names; none without a header.
    pub columns: Vec<String>,
    /// It was text in UTF-8.
    pub is_text: bool,
}

impl Line {
    /// The cell in a column; none if it is empty, or there is no such column.
    pub(super) fn get(&self, column: &str) -> Option<&str> {
        let place = self.columns.iter().position(|name| name.eq_ignore_ascii_case(column))?;
        self.cells.get(place).map(String::as_str).filter(|cell| !cell.is_empty())
    }
}

/// The lines of a file from the one with this number on, at most so many, and whether there are more. Comments, headers
/// and empty lines are none.
pub(super) fn read(bytes: &[u8], from: usize, most: usize) -> (Vec<Line>, bool) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut record = ByteRecord::new();
    let (mut columns, mut number, mut lines) = (Vec::new(), 0, Vec::new());
    // Reading from memory and with lines of any length, nothing can fail.
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        let first = record.get(0).map(<[u8]>::trim_ascii_start).unwrap_or_default();
        if first.starts_with(b"#")
            || record.iter().all(|cell| trim(&String::from_utf8_lossy(cell)).is_empty())
        {
            continue;
        }
        if first.starts_with(b"*") {
            let name = |cell: &[u8]| {
                let cell = String::from_utf8_lossy(cell);
                cell.trim_matches(|c: char| c == '*' || is_blank(c)).to_owned()
            };
            columns = record.iter().map(name).collect();
            continue;
        }
        if lines.len() == most {
            return (lines, true);
        }
        if number >= from {
            let is_text = record.iter().all(|cell| std::str::from_utf8(cell).is_ok());
            let cells = record.iter().map(|cell| trim(&String::from_utf8_lossy(cell)).to_owned()).collect();
            lines.push(Line { cells, columns: columns.clone(), is_text });
        }
        number += 1;
    }
    (lines, false)
}

/// The columns that the last header of a file names.
pub(super) fn columns(bytes: &[u8]) -> Vec<String> {
    read(bytes, 0, usize::MAX).0.pop().map(|line| line.columns).unwrap_or_default()
}

/// No-break spaces are blanks as well.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

fn trim(cell: &str) -> &str {
    cell.trim_matches(is_blank)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &[u8]) -> Vec<Vec<String>> {
        read(text, 0, 100).0.into_iter().map(|line| line.cells).collect()
    }

    #[test]
    fn lines_are_read_as_the_reference_says() {
        let file = "\u{feff}before,1\r\n*action , userId*,\u{a0}email\u{a0}\n# a comment,x\n\n,,\n \u{a0}, \n1, \u{a0}ann \u{a0},\"a \"\"b\"\", c\"\n2,bo\n";
        let (lines, more) = read(file.as_bytes(), 0, 100);
        assert!(!more);
        assert_eq!(lines.len(), 3);
        assert_eq!((lines[0].columns.len(), lines[0].get("userId")), (0, None));
        assert_eq!(lines[1].get("userId"), Some("ann"));
        assert_eq!(lines[1].get("USERID"), Some("ann"));
        assert_eq!(lines[1].get("email"), Some("a \"b\", c"));
        assert_eq!((lines[2].get("action"), lines[2].get("email")), (Some("2"), None));
        assert_eq!(columns(file.as_bytes()), ["action", "userId", "email"]);
    }

    #[test]
    fn reading_goes_on_where_it_stopped() {
        let file = b"*userId\na\n#c\nb\nc\n";
        assert_eq!(read(file, 0, 2).0[1].get("userId"), Some("b"));
        assert!(read(file, 0, 2).1);
        let (rest, more) = read(file, 2, 2);
        assert_eq!((rest.len(), rest[0].get("userId"), more), (1, Some("c"), false));
        assert!(!read(file, 0, 3).1);
        assert_eq!(read(b"", 0, 3), (Vec::new(), false));
    }

    #[test]
    fn what_is_no_text_is_told_apart() {
        let (lines, _) = read(b"*userId,firstName\nann,\xff\nbo,x\n", 0, 9);
        assert_eq!((lines[0].is_text, lines[1].is_text), (false, true));
        assert_eq!(cells(b"a\"b,c\n"), [["a\"b", "c"]]);
        assert_eq!(cells(b"\"never closed\n1,2\n"), [["never closed\n1,2"]]);
    }
}
