//! Which site a page is on (reference: content-access.md §11.3).

/// The host of a page's address, as it stands there; empty if there is none.
pub(super) fn host(referrer: &str) -> &str {
    let rest = match referrer.split_once("://") {
        Some((scheme, rest)) if is_scheme(scheme) => rest,
        // Addresses without a scheme are texts that begin with a host.
        _ => referrer.strip_prefix("//").unwrap_or(referrer),
    };
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    }
    .trim_end_matches('.')
}

fn is_scheme(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// Whether a host is this site or below it. The site is in lower case.
pub(super) fn is_on(host: &str, site: &str) -> bool {
    if host.is_empty() || site.is_empty() || host.len() < site.len() {
        return false;
    }
    let (before, end) = host.as_bytes().split_at(host.len() - site.len());
    end.eq_ignore_ascii_case(site.as_bytes()) && (before.is_empty() || before.ends_with(b"."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_pages() {
        for (page, expected) in [
            ("https://www.example.com/a?b#c", "www.example.com"),
            ("https://www.example.com:8443/a", "www.example.com"),
            ("https://user:password@example.com/", "example.com"),
            ("https://example.com\\@evil.test/", "example.com"),
            ("https://evil.test/https://example.com/", "evil.test"),
            ("https://evil.test?x=://example.com", "evil.test"),
            ("example.com/page", "example.com"),
            ("example.com", "example.com"),
            ("//example.com/page", "example.com"),
            ("https://example.com./", "example.com"),
            ("https://[2001:db8::1]:80/", "2001:db8::1"),
            ("", ""),
            ("/page", ""),
        ] {
            assert_eq!(host(page), expected, "{page}");
        }
    }

    #[test]
    fn sites_and_what_is_below_them() {
        assert!(is_on("example.com", "example.com"));
        assert!(is_on("WWW.Example.com", "example.com"));
        assert!(!is_on("notexample.com", "example.com"));
        assert!(!is_on("www.example.com.evil.test", "example.com"));
        assert!(!is_on("www.example.com", "*.example.com"));
        assert!(!is_on("", ""));
        assert!(!is_on("é.com", "\u{a9}.com"));
    }
}
