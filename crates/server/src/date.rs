//! Times in the calendar, in UTC.

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// The first of January 1970 was a Thursday.
const DAYS: [&str; 7] = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];
/// Beyond the year 9999 a time is a mistake.
const LAST: i64 = 253_402_300_799;

/// Year, month and day of a day since 1970 (Howard Hinnant's `civil_from_days`).
fn civil(day: i64) -> (i64, usize, i64) {
    let day = day + 719_468;
    let era = day.div_euclid(146_097);
    let of_era = day.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, usize::try_from(month).unwrap_or(1), of_year - (153 * from_march + 2) / 5 + 1)
}

/// The first second of a day, `YYYY-MM-DD`; what follows is passed over.
pub(crate) fn day(text: &str) -> Option<i64> {
    let mut parts = text.get(..10)?.split('-');
    let mut next = |digits: usize| {
        let part = parts.next().filter(|part| part.len() == digits)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<i64>().ok()).flatten()
    };
    let (year, month, date) = (next(4)?, next(2)?, next(2)?);
    let after_march = (month + 9).rem_euclid(12);
    let of_year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (of_year.div_euclid(400), of_year.rem_euclid(400));
    let since_march = (153 * after_march + 2) / 5 + date - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + since_march - 719_468;
    // A day that the month does not have would be one of the next.
    let exists = (1..=12).contains(&month) && civil(days) == (year, usize::try_from(month).ok()?, date);
    exists.then_some(days * 86_400)
}

/// A time as a pattern of PHP's `date` says it. Letters that it does not know stand for themselves, as do those after a
/// backslash.
pub(crate) fn format(pattern: &str, seconds: i64) -> String {
    if !(-LAST..=LAST).contains(&seconds) {
        return seconds.to_string();
    }
    let (day, of_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, date) = civil(day);
    let name = MONTHS[month - 1];
    let weekday = DAYS[usize::try_from(day.rem_euclid(7)).unwrap_or(0)];
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    let mut out = String::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        let written = match letter {
            'd' => format!("{date:02}"),
            'j' => date.to_string(),
            'D' => weekday[..3].to_owned(),
            'l' => weekday.to_owned(),
            'm' => format!("{month:02}"),
            'n' => month.to_string(),
            'M' => name[..3].to_owned(),
            'F' => name.to_owned(),
            'Y' => format!("{year:04}"),
            // The year that the week belongs to, which is that of its Thursday.
            'o' => format!("{:04}", civil(day - (day + 3).rem_euclid(7) + 3).0),
            'y' => format!("{:02}", year.rem_euclid(100)),
            'H' => format!("{hour:02}"),
            'G' => hour.to_string(),
            'h' => format!("{twelve:02}"),
            'g' => twelve.to_string(),
            'A' => if hour < 12 { "AM" } else { "PM" }.to_owned(),
            'a' => if hour < 12 { "am" } else { "pm" }.to_owned(),
            'i' => format!("{minute:02}"),
            's' => format!("{second:02}"),
            'U' => seconds.to_string(),
            'e' | 'T' => "UTC".to_owned(),
            'O' => "+0000".to_owned(),
            'P' => "+00:00".to_owned(),
            'c' => format("Y-m-d\\TH:i:sP", seconds),
            'r' => format("D, d M Y H:i:s O", seconds),
            '\\' => letters.next().map(String::from).unwrap_or_default(),
            other => other.to_string(),
        };
        out.push_str(&written);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_php_does() {
        let at = 784_111_777; // Sun, 06 Nov 1994 08:49:37 GMT
        for (pattern, written) in [
            ("D, d M Y H:i:s", "Sun, 06 Nov 1994 08:49:37"),
            ("c", "1994-11-06T08:49:37+00:00"),
            ("j.n.y g:i A", "6.11.94 8:49 AM"),
            ("l jS F", "Sunday 6S November"),
            ("\\d\\Y U", "dY 784111777"),
            ("", ""),
        ] {
            assert_eq!(format(pattern, at), written, "{pattern}");
        }
        assert_eq!(format("Y-m-d H:i:s", 0), "1970-01-01 00:00:00");
        assert_eq!(format("D Y-m-d H:i:s", -1), "Wed 1969-12-31 23:59:59");
        assert_eq!(format("Y-m-d", 951_782_400), "2000-02-29");
        assert_eq!(format("Y-m-d", i64::MAX), i64::MAX.to_string());
        // php -r 'date_default_timezone_set("UTC"); echo date("D j M o, H:i:s", …);'
        for (at, written) in [
            (0, "Thu 1 Jan 1970, 00:00:00"),
            (1_800_000_000, "Fri 15 Jan 2027, 08:00:00"),
            // 1 January 2027 is a Friday and belongs to the last week of 2026; 30 December 2024 to the first of 2025.
            (1_798_761_600, "Fri 1 Jan 2026, 00:00:00"),
            (1_735_516_800, "Mon 30 Dec 2025, 00:00:00"),
            (951_782_399, "Mon 28 Feb 2000, 23:59:59"),
            (951_782_400, "Tue 29 Feb 2000, 00:00:00"),
        ] {
            assert_eq!(format("D j M o, H:i:s", at), written);
        }
    }

    #[test]
    fn days_are_read() {
        for (text, seconds) in [
            ("1970-01-01", Some(0)),
            ("2000-02-29", Some(951_782_400)),
            ("1994-11-06T08:49:37", Some(784_080_000)),
            ("1969-12-31", Some(-86_400)),
            ("1999-02-29", None),
            ("1994-13-06", None),
            ("1994-00-06", None),
            ("94-11-06", None),
            ("yesterday!", None),
            ("", None),
        ] {
            assert_eq!(day(text), seconds, "{text}");
        }
    }
}
