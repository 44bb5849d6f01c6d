//! How ids, instants and names look in the OpenAPI document.

use std::borrow::Cow;

use serde_json::json;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        KnownFormat, RefOr, Schema, SchemaFormat,
        schema::{ObjectBuilder, Type},
    },
};

use crate::{Host, Id, Pattern, Schedule, Seat, Timestamp};

// What an id counts says nothing about the number, so the schema of `T` is left out.
impl<T> utoipa::__dev::ComposeSchema for Id<T> {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
            .minimum(Some(0))
            .description(Some("A number that is given once and never used again."))
            .into()
    }
}

impl<T> ToSchema for Id<T> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Id")
    }
}

/// A text with a form, by an example.
fn text(description: &str, example: &str) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .examples([json!(example)])
}

impl PartialSchema for Timestamp {
    fn schema() -> RefOr<Schema> {
        text("An instant in UTC (RFC 3339).", "2026-11-23T09:00:00Z")
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .into()
    }
}

impl ToSchema for Timestamp {}

impl PartialSchema for Host {
    fn schema() -> RefOr<Schema> {
        text("A host name or an address, in lower case.", "www.example.com")
            .min_length(Some(1))
            .max_length(Some(253))
            .into()
    }
}

impl ToSchema for Host {}

impl PartialSchema for Pattern {
    fn schema() -> RefOr<Schema> {
        text("A domain with all that is below it.", "example.com")
            .min_length(Some(1))
            .max_length(Some(253))
            .into()
    }
}

impl ToSchema for Pattern {}

impl PartialSchema for Seat {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A seat at the table where it is decided."))
            .enum_values(Some(Seat::ALL.map(Seat::word)))
            .into()
    }
}

impl ToSchema for Seat {}

impl PartialSchema for Schedule {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .description(Some("Days and hours of the week in a named time zone."))
            .property("hours", text("Windows of the week.", "mon-fri 09:00-17:00; sat 10:00-12:00"))
            .required("hours")
            .property("zone", text("An IANA time zone.", "Europe/Berlin"))
            .required("zone")
            .into()
    }
}

impl ToSchema for Schedule {}
