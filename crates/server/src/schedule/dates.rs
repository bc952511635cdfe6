//! The dates of a series of events (reference: more-services.md §4.2): wall-clock times of a zone, so that a series keeps
//! its hour where clocks are changed.

use jiff::civil::{DateTime, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// Dates of one series.
const MAX_DATES: usize = 1_000;
/// Seconds from the first date in which the others are.
const MAX_AHEAD: i64 = 2 * 365 * 86_400;
/// Steps that find nothing are steps, too.
const MAX_STEPS: i64 = 10_000;

/// How far apart the dates are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Days,
    Weeks,
    Months,
    Years,
}

/// The rule of a series.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub step: Step,
    /// Every so many steps, from 1.
    pub interval: i64,
    /// Days of the week; none: that of the first date, or any day.
    pub days: Vec<Weekday>,
    pub week_start: Weekday,
    /// The last moment, in Unix seconds.
    pub until: Option<i64>,
    /// So many dates at most.
    pub count: Option<usize>,
    pub zone: TimeZone,
}

/// The day of the week that the API calls so.
pub(super) fn weekday(name: &str) -> Option<Weekday> {
    Some(match name {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    })
}

/// The zone with this name; none: UTC.
pub(super) fn zone(name: Option<&str>) -> Option<TimeZone> {
    match name {
        None | Some("") => Some(TimeZone::UTC),
        Some(name) => TimeZone::get(name).ok(),
    }
}

impl Rule {
    /// The dates from `start` on, in Unix seconds, the first before the others.
    pub(super) fn dates(&self, start: i64) -> Vec<i64> {
        let most = self.count.unwrap_or(MAX_DATES).min(MAX_DATES);
        let end = start.saturating_add(MAX_AHEAD).min(self.until.unwrap_or(i64::MAX));
        let mut dates = Vec::new();
        let Ok(first) = Timestamp::from_second(start) else { return dates };
        let first = self.zone.to_datetime(first);
        for number in 0..MAX_STEPS {
            let Some(places) = self.step(first, number) else { break };
            let mut is_over = false;
            for place in places {
                let Some(moment) = self.moment(place) else { continue };
                is_over |= moment > end;
                if moment >= start && moment <= end && dates.len() < most {
                    dates.push(moment);
                }
            }
            if is_over || dates.len() >= most {
                break;
            }
        }
        dates
    }

    fn moment(&self, place: DateTime) -> Option<i64> {
        Some(self.zone.to_ambiguous_timestamp(place).compatible().ok()?.as_second())
    }

    /// What a step gives; none behind the end of all calendars.
    fn step(&self, first: DateTime, number: i64) -> Option<Vec<DateTime>> {
        let far = number.checked_mul(self.interval)?;
        let span = match self.step {
            Step::Days => Span::new().try_days(far),
            Step::Weeks => Span::new().try_weeks(far),
            Step::Months => Span::new().try_months(far),
            Step::Years => Span::new().try_years(far),
        };
        let place = first.checked_add(span.ok()?).ok()?;
        if self.days.is_empty() {
            return Some(vec![place]);
        }
        if self.step != Step::Weeks {
            return Some(if self.days.contains(&place.weekday()) { vec![place] } else { Vec::new() });
        }
        let since = place.weekday().since(self.week_start);
        let begin = place.checked_sub(Span::new().try_days(since).ok()?).ok()?;
        let week = (0_i64..7).filter_map(|day| begin.checked_add(Span::new().try_days(day).ok()?).ok());
        Some(week.filter(|day| self.days.contains(&day.weekday())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(step: Step, days: &[&str], zone: &str) -> Rule {
        Rule {
            step,
            interval: 1,
            days: days.iter().map(|day| weekday(day).unwrap()).collect(),
            week_start: Weekday::Monday,
            until: None,
            count: Some(5),
            zone: super::zone(Some(zone)).unwrap(),
        }
    }

    fn moment(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_second()
    }

    fn moments(texts: &[&str]) -> Vec<i64> {
        texts.iter().map(|text| moment(text)).collect()
    }

    #[test]
    fn a_lecture_keeps_its_hour_where_clocks_are_changed() {
        // Ten o'clock in California; summer time ends on 2 November 2025.
        let lecture = rule(Step::Weeks, &["MO", "WE"], "US/Pacific");
        let expected = [
            "2025-10-27T17:00:00Z",
            "2025-10-29T17:00:00Z",
            "2025-11-03T18:00:00Z",
            "2025-11-05T18:00:00Z",
            "2025-11-10T18:00:00Z",
        ];
        assert_eq!(lecture.dates(moment("2025-10-27T17:00:00Z")), moments(&expected));
        // What is before the beginning is left out, and what is behind the end.
        let until = Rule { until: Some(moment("2025-11-03T18:00:00Z")), count: None, ..lecture };
        let expected = ["2025-10-29T17:00:00Z", "2025-11-03T18:00:00Z"];
        assert_eq!(until.dates(moment("2025-10-28T17:00:00Z")), moments(&expected));
    }

    #[test]
    fn days_months_and_years_are_counted_from_the_beginning() {
        let start = moment("2024-01-31T10:00:00Z");
        let monthly = Rule { count: Some(3), ..rule(Step::Months, &[], "UTC") };
        assert_eq!(
            monthly.dates(start),
            moments(&["2024-01-31T10:00:00Z", "2024-02-29T10:00:00Z", "2024-03-31T10:00:00Z"])
        );
        let every_other = Rule { interval: 2, count: Some(2), ..rule(Step::Days, &[], "UTC") };
        assert_eq!(every_other.dates(start), moments(&["2024-01-31T10:00:00Z", "2024-02-02T10:00:00Z"]));
        let weekend = Rule { count: Some(2), ..rule(Step::Days, &["SA", "SU"], "UTC") };
        assert_eq!(weekend.dates(start), moments(&["2024-02-03T10:00:00Z", "2024-02-04T10:00:00Z"]));
        let yearly = Rule { count: None, ..rule(Step::Years, &[], "UTC") };
        assert_eq!(yearly.dates(start).len(), 2, "two years ahead, of which one is leap");
    }

    #[test]
    fn no_rule_goes_on_for_ever() {
        for interval in [1, i64::MAX] {
            for start in [i64::MIN, -1, 0, 4_000_000_000, i64::MAX] {
                let endless = Rule { interval, count: None, ..rule(Step::Days, &[], "UTC") };
                assert!(endless.dates(start).len() <= MAX_DATES);
            }
        }
        assert!(zone(Some("Nowhere/Land")).is_none());
    }
}
