//! The OpenAPI 3.1 document: what every operation says of itself, and what all have in common.

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::{Map, Value, json};
use utoipa::openapi::{RefOr, Schema};

use super::{Operation, ROOT, describe::Named, once::KEY_CHARS_MAX};
use crate::{Access, Capability};

/// Every operation of these capabilities.
pub fn operations(capabilities: &[&Capability]) -> Vec<Operation> {
    let apis = capabilities.iter().filter_map(|capability| capability.api);
    apis.flat_map(|api| api().operations).collect()
}

/// The document of these capabilities, as text that ends with a line end.
pub fn document(capabilities: &[&Capability]) -> String {
    let apis: Vec<_> =
        capabilities.iter().filter_map(|capability| capability.api).map(|api| api()).collect();
    let operations: Vec<&Operation> = apis.iter().flat_map(|api| &api.operations).collect();
    let tags: Vec<Value> =
        apis.iter().map(|api| json!({ "name": api.tag, "description": api.about })).collect();
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Footbridge",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
        },
        "servers": [{ "url": ROOT }],
        "tags": tags,
        "paths": paths(&operations),
        "components": {
            "schemas": schemas(&operations),
            "responses": problems(),
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer", "description": "An access token, made on one's own page. Its scopes are names of rights, names of capabilities, or `all`." } },
        },
        "security": [{ "token": [] }],
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

const ABOUT: &str = "Everything that the pages do. Problems are RFC 9457. Lists come in pages: send \
    `next` of one as `after` for the following one. Every answer to GET has an `ETag`; `If-None-Match` \
    saves reading it again, and `If-Match` on a change refuses it with 412 if somebody else was \
    faster. An `Idempotency-Key` on POST makes it safe to send again.";

fn paths(operations: &[&Operation]) -> Value {
    let mut paths = BTreeMap::<&str, Map<String, Value>>::new();
    for operation in operations {
        let method = operation.method.as_str().to_ascii_lowercase();
        paths.entry(operation.path).or_default().insert(method, described(operation));
    }
    json!(paths)
}

fn described(operation: &Operation) -> Value {
    let mut says = json!({
        "tags": [operation.tag],
        "operationId": id(operation),
        "summary": operation.says,
        "description": who(operation.access),
        "security": [{ "token": scopes(operation.access) }],
        "parameters": parameters(operation),
        "responses": responses(operation),
    });
    if let Some(body) = &operation.description.body {
        let content = json!({ "application/json": { "schema": body } });
        says["requestBody"] = json!({ "required": true, "content": content });
    }
    says
}

/// `GET /requests/{id}/reviews` is `get_requests_id_reviews`.
fn id(operation: &Operation) -> String {
    let path = operation.path.replace(['{', '}'], "").replace(['/', '-', '.'], "_");
    format!("{}{path}", operation.method.as_str().to_ascii_lowercase())
}

fn who(access: Access) -> String {
    match access {
        Access::Open(why) => format!("For anybody: {why}."),
        Access::Signed => "For everybody who has a token.".to_owned(),
        Access::Right(right) => format!("For {}.", right.who()),
        Access::AnyOf(rights) => {
            let each: Vec<String> =
                rights.iter().map(|right| format!("{} to {}", right.who(), right.may)).collect();
            format!("For {}.", each.join("; for "))
        }
    }
}

fn scopes(access: Access) -> Vec<&'static str> {
    match access {
        Access::Open(_) | Access::Signed => Vec::new(),
        Access::Right(right) => vec![right.name],
        Access::AnyOf(rights) => rights.iter().map(|right| right.name).collect(),
    }
}

fn parameters(operation: &Operation) -> Vec<Value> {
    let mut all: Vec<Value> = in_path(operation.path).map(path_parameter).collect();
    if let Some(RefOr::T(Schema::Object(query))) = &operation.description.query {
        all.extend(query.properties.iter().map(|(name, schema)| {
            json!({ "name": name, "in": "query", "required": query.required.contains(name), "schema": schema })
        }));
    }
    if operation.method == Method::POST {
        all.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "Makes it safe to send this again for a day.",
            "schema": { "type": "string", "minLength": 1, "maxLength": KEY_CHARS_MAX, "pattern": "^[!-~]+$" },
        }));
    }
    let condition = if operation.method == Method::GET { "If-None-Match" } else { "If-Match" };
    if operation.method != Method::POST {
        all.push(json!({
            "name": condition, "in": "header", "required": false, "description": "The `ETag` of what was read.",
            "schema": { "type": "string" },
        }));
    }
    all
}

fn in_path(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

/// Numbers are called `id`, `number` or `seq` in every path; everything else is text.
fn path_parameter(name: &str) -> Value {
    let schema = match name {
        "id" | "number" | "seq" => json!({ "type": "integer", "format": "int64", "minimum": 0 }),
        _ => json!({ "type": "string", "minLength": 1 }),
    };
    json!({ "name": name, "in": "path", "required": true, "schema": schema })
}

fn responses(operation: &Operation) -> Value {
    let description = &operation.description;
    let mut answer = json!({ "description": description.says });
    if let Some(schema) = &description.answer {
        answer["content"] = json!({ "application/json": { "schema": schema } });
    }
    let mut all = Map::from_iter([(description.status.to_string(), answer)]);
    let mut refer = |status: u16| {
        all.insert(
            status.to_string(),
            json!({ "$ref": format!("#/components/responses/{status}") }),
        );
    };
    [401, 403, 404, 422, 429, 500, 503].into_iter().for_each(&mut refer);
    if operation.method == Method::GET {
        refer(304);
    } else {
        [409, 412, 413].into_iter().for_each(&mut refer);
    }
    if description.body.is_some() {
        [400, 415].into_iter().for_each(refer);
    }
    Value::Object(all)
}

/// What any operation may answer.
fn problems() -> Value {
    let all = [
        (400, "This is not JSON."),
        (401, "No access token that stands was sent."),
        (403, "Somebody else may do this, or the token lacks the scope."),
        (404, "There is no such thing, or none that the caller may see."),
        (405, "This is not done with this method."),
        (409, "The state of things does not allow it (any more)."),
        (412, "It has changed since it was read."),
        (413, "More than the limit of a body."),
        (415, "The body is not of type application/json."),
        (422, "Something in it is not right; `errors` says where."),
        (429, "Too often; `Retry-After` says when again."),
        (500, "The program failed; its log says why. Nothing was changed."),
        (503, "It took too long. Try again."),
    ];
    let problem = json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } });
    let mut responses: Map<String, Value> = all
        .into_iter()
        .map(|(status, says)| {
            let says = json!({ "description": says, "content": problem });
            (status.to_string(), says)
        })
        .collect();
    responses.insert("304".to_owned(), json!({ "description": "It is as the caller knows it." }));
    Value::Object(responses)
}

fn schemas(operations: &[&Operation]) -> Value {
    let named: BTreeMap<&String, Value> = operations
        .iter()
        .flat_map(|operation| &operation.description.schemas)
        .map(|(name, schema): &Named| (name, json!(schema)))
        .collect();
    let mut all = json!(named);
    all["Problem"] = json!({
        "type": "object",
        "description": "What is wrong, as RFC 9457 has it.",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string", "description": "What the status means." },
            "status": { "type": "integer" },
            "detail": { "type": "string", "description": "One sentence: what is wrong, and what to do." },
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["pointer", "detail"],
                    "properties": {
                        "pointer": { "type": "string", "description": "Where, as a JSON pointer (RFC 6901) into what was sent." },
                        "detail": { "type": "string" },
                    },
                },
            },
        },
    });
    all
}
