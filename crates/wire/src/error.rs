//! Errors as the API writes them (reference: protocol.md §11).

/// An error of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// The code, which programs act on.
    pub code: &'static str,
    /// The text, which people read.
    pub message: String,
    /// The values by name, in order.
    pub args: Vec<(&'static str, String)>,
}

impl ApiError {
    /// A limit of this server that the original API does not have.
    pub(crate) fn limit(code: &'static str, name: &'static str, limit: u64, what: &str) -> Self {
        Self { code, message: format!("{what}: at most {limit}"), args: vec![(name, limit.to_string())] }
    }
}

/// Takes markup out of a text, as every value of an error goes through it: `<b>x</b>` is `x`. An opening
/// bracket before a blank is no markup; one that is never closed takes the rest with it.
pub fn strip_tags(text: &str) -> String {
    let mut stripped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        stripped.push_str(&rest[..start]);
        let tag = &rest[start..];
        if tag[1..].starts_with(char::is_whitespace) {
            stripped.push('<');
            rest = &tag[1..];
            continue;
        }
        match tag.find('>') {
            Some(end) => rest = &tag[end + 1..],
            None => return stripped,
        }
    }
    stripped.push_str(rest);
    stripped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_taken_out() {
        assert_eq!(strip_tags("<b>djJ8MTAy</b>"), "djJ8MTAy");
        assert_eq!(strip_tags("a < b > c"), "a < b > c");
        assert_eq!(strip_tags("plain"), "plain");
        assert_eq!(strip_tags("x<script>alert(1)</script>y"), "xalert(1)y");
        assert_eq!(strip_tags("cut <here"), "cut ");
        assert_eq!(strip_tags("é<i>ü"), "éü");
    }
}
