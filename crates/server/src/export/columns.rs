//! The columns of an export, and the lines that objects come to.

use std::borrow::Cow;

use contract::common::KeyValue;
use contract::{ApiObject, TypeRef};
use serde::{Deserialize, Serialize};
use wire::{Object, Value};

use crate::date;
use crate::error::{Error, Result};
use crate::user::model::User;

/// So many columns are taken.
const MOST: usize = 500;

/// The columns that every export of users has, unless they are not wanted.
const OF_USERS: [(&str, &str); 4] =
    [("User ID", "id"), ("First Name", "firstName"), ("Last Name", "lastName"), ("Email", "email")];

/// A column: its title, and the property that it holds.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Column {
    title: String,
    property: String,
    is_time: bool,
}

/// The columns of an export of users: the usual ones, and those that the caller names by title and property. A property
/// that users do not have is a column without values.
pub(super) fn of_users(usual: bool, mapped: &[KeyValue]) -> Vec<Column> {
    let given = mapped.iter().filter_map(|pair| Some((pair.key.get()?.as_str(), pair.value.get()?.as_str())));
    let properties = User::CLASS.all_properties();
    let is_time = |name: &str| {
        let found = properties.iter().find(|property| property.name == name);
        found.is_some_and(|property| matches!(property.ty(), TypeRef::Time))
    };
    let usual = OF_USERS.into_iter().filter(|_| usual);
    usual
        .chain(given)
        .take(MOST)
        .map(|(title, property)| Column {
            title: title.to_owned(),
            property: property.to_owned(),
            is_time: is_time(property),
        })
        .collect()
}

/// A file of comma-separated values that is being written.
pub(super) struct Sheet<'a> {
    columns: &'a [Column],
    format: Option<&'a str>,
    writer: csv::Writer<Vec<u8>>,
}

impl<'a> Sheet<'a> {
    /// Without any line yet. `format` says how times are written.
    pub(super) fn new(columns: &'a [Column], format: Option<&'a str>) -> Self {
        let writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(Vec::new());
        Self { columns, format, writer }
    }

    /// The line of the titles.
    pub(super) fn titles(&mut self) -> Result<()> {
        let titles = self.columns.iter().map(|column| harmless(&column.title).into_owned());
        self.writer.write_record(titles).map_err(|error| Error::internal(error.to_string()))
    }

    /// The line of an object as the API answers it.
    pub(super) fn line(&mut self, shown: &Value) -> Result<()> {
        let Value::Object(Object { properties, .. }) = shown else { return Ok(()) };
        let cells = self.columns.iter().map(|column| {
            let value = properties.iter().find(|(name, _)| *name == column.property).map(|(_, value)| value);
            match (value, self.format) {
                (Some(Value::Int(seconds)), Some(format)) if column.is_time => date::format(format, *seconds),
                (Some(value), _) => text(value),
                (None, _) => String::new(),
            }
        });
        let cells: Vec<String> = cells.collect();
        self.writer.write_record(cells).map_err(|error| Error::internal(error.to_string()))
    }

    /// Everything that was written.
    pub(super) fn into_bytes(self) -> Result<Vec<u8>> {
        self.writer.into_inner().map_err(|error| Error::internal(error.to_string()))
    }
}

fn text(value: &Value) -> String {
    let join =
        |texts: Vec<String>| texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(",");
    match value {
        Value::Null | Value::File(_) => String::new(),
        Value::Bool(value) => u8::from(*value).to_string(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Text(text) => harmless(text).into_owned(),
        Value::Array(items) => join(items.iter().map(text).collect()),
        Value::Map(entries) => join(entries.iter().map(|(_, value)| text(value)).collect()),
        Value::Object(object) => join(object.properties.iter().map(|(_, value)| text(value)).collect()),
    }
}

/// A text that no spreadsheet takes for a formula: one that begins like one gets an apostrophe first.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', ',', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use contract::Time;

    use super::*;

    fn pair(key: &str, value: &str) -> KeyValue {
        KeyValue { key: key.to_owned().into(), value: value.to_owned().into() }
    }

    #[test]
    fn lines_hold_what_the_columns_name() {
        let columns =
            of_users(true, &[pair("=Made", "createdAt"), pair("Nothing", "nothing"), pair("A", "isAdmin")]);
        let user = Value::Object(Object {
            class: "KalturaUser",
            properties: vec![
                ("id", Value::Text("=cmd|x".to_owned())),
                ("firstName", Value::Text("A \"B\", C".to_owned())),
                ("lastName", Value::Null),
                ("email", Value::Text("a@b.c".to_owned())),
                ("createdAt", contract::Api::encode(&Time(-5), &crate::export::columns::tests::Everything)),
                ("isAdmin", Value::Bool(true)),
            ],
        });
        for (format, time) in [(None, "-5"), (Some("Y-m-d"), "1969-12-31")] {
            let mut sheet = Sheet::new(&columns, format);
            sheet.titles().unwrap();
            sheet.line(&user).unwrap();
            let written = String::from_utf8(sheet.into_bytes().unwrap()).unwrap();
            let expected = format!(
                "User ID,First Name,Last Name,Email,'=Made,Nothing,A\r\n'=cmd|x,\"A \"\"B\"\", C\",,a@b.c,{time},,1\r\n"
            );
            assert_eq!(written, expected);
        }
    }

    #[test]
    fn usual_columns_can_be_left_out() {
        assert_eq!(of_users(false, &[pair("Id", "id")]).len(), 1);
        assert_eq!(of_users(true, &vec![pair("Id", "id"); 600]).len(), MOST);
    }

    pub(super) struct Everything;

    impl contract::Permits for Everything {
        fn permits(&self, _: &str, _: &str, _: contract::Access) -> bool {
            true
        }

        fn permits_class(&self, _: &str, _: contract::Access) -> bool {
            true
        }
    }
}
