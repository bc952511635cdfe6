//! Metadata: profiles, what objects have of them, and how lists look for them (reference: search-metadata.md §3 to §5).
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

#[path = "../common/mod.rs"]
mod common;
mod objects;
mod profiles;
mod search;

use common::{Outcome, Server};
use serde_json::{Value, json};

/// Somebody who calls.
pub(crate) struct Caller<'a> {
    pub(crate) server: &'a Server,
    pub(crate) ks: String,
}

impl Caller<'_> {
    pub(crate) async fn of(&self, service: &str, action: &str, mut params: Value) -> Outcome {
        params["ks"] = json!(self.ks);
        self.server.call(service, action, params).await
    }

    pub(crate) async fn profile(&self, action: &str, params: Value) -> Outcome {
        self.of("metadata_metadataProfile", action, params).await
    }

    pub(crate) async fn metadata(&self, action: &str, params: Value) -> Outcome {
        self.of("metadata_metadata", action, params).await
    }

    /// Adds a profile for objects of a type.
    pub(crate) async fn new_profile(&self, kind: &str, fields: &[&str]) -> i64 {
        let profile = json!({"name": "details", "metadataObjectType": kind});
        let params = json!({"metadataProfile": profile, "xsdData": schema(fields)});
        self.profile("add", params).await.unwrap()["id"].as_i64().unwrap()
    }

    pub(crate) async fn add(&self, profile: i64, kind: &str, object: &Value, xml: &str) -> Outcome {
        let params =
            json!({"metadataProfileId": profile, "objectType": kind, "objectId": object, "xmlData": xml});
        self.metadata("add", params).await
    }

    /// The metadata that a filter finds.
    pub(crate) async fn list(&self, filter: Value) -> Outcome {
        self.metadata("list", json!({"filter": filter})).await
    }
}

pub(crate) async fn admin(server: &Server) -> Caller<'_> {
    Caller { server, ks: server.admin().await }
}

pub(crate) async fn user<'a>(server: &'a Server, name: &str, privileges: &str) -> Caller<'a> {
    Caller { server, ks: server.start(&server.account, name, 0, privileges).await }
}

pub(crate) async fn widget(server: &Server) -> Caller<'_> {
    Caller { server, ks: server.widget().await }
}

/// A field as consoles write it: name, type, and whether there may be several.
pub(crate) fn field(name: &str, kind: &str, searchable: bool, most: &str) -> String {
    format!(
        r#"<xsd:element id="md_{name}" name="{name}" minOccurs="0" maxOccurs="{most}" type="{kind}">
             <xsd:annotation><xsd:documentation></xsd:documentation><xsd:appinfo>
               <label>{name} label</label><key>{name}</key><searchable>{searchable}</searchable><description></description>
             </xsd:appinfo></xsd:annotation></xsd:element>"#
    )
}

/// A list of values as consoles write it.
pub(crate) fn choice(name: &str, values: &[&str]) -> String {
    let values: Vec<String> =
        values.iter().map(|value| format!(r#"<xsd:enumeration value="{value}"/>"#)).collect();
    let values = values.concat();
    format!(
        r#"<xsd:element id="md_{name}" name="{name}" minOccurs="0" maxOccurs="unbounded">
             <xsd:annotation><xsd:appinfo><label>{name}</label><searchable>true</searchable></xsd:appinfo></xsd:annotation>
             <xsd:simpleType><xsd:restriction base="listType">{values}</xsd:restriction></xsd:simpleType>
           </xsd:element>"#
    )
}

/// A schema as consoles write it.
pub(crate) fn schema(fields: &[&str]) -> String {
    format!(
        r#"<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">
             <xsd:element name="metadata"><xsd:complexType><xsd:sequence>{}</xsd:sequence></xsd:complexType></xsd:element>
             <xsd:complexType name="textType"><xsd:simpleContent><xsd:extension base="xsd:string"/></xsd:simpleContent></xsd:complexType>
             <xsd:complexType name="dateType"><xsd:simpleContent><xsd:extension base="xsd:long"/></xsd:simpleContent></xsd:complexType>
             <xsd:complexType name="intType"><xsd:simpleContent><xsd:extension base="xsd:long"/></xsd:simpleContent></xsd:complexType>
             <xsd:complexType name="objectType"><xsd:simpleContent><xsd:extension base="xsd:string"/></xsd:simpleContent></xsd:complexType>
             <xsd:simpleType name="listType"><xsd:restriction base="xsd:string"/></xsd:simpleType>
           </xsd:schema>"#,
        fields.concat()
    )
}

/// Where a field at the top is.
pub(crate) fn path(name: &str) -> String {
    format!("/*[local-name()='metadata']/*[local-name()='{name}']")
}

pub(crate) fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}

/// A video of a user.
pub(crate) async fn video(server: &Server, owner: &str, name: &str) -> String {
    let entry = json!({"mediaType": 1, "name": name, "userId": owner});
    id(&admin(server).await.of("media", "add", json!({"entry": entry})).await.unwrap())
}
