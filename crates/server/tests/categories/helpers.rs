//! Calls with a session.

use serde_json::{Value, json};

use crate::common::{Account, Outcome, Server, refused};

pub(crate) fn none() -> Value {
    json!([])
}

pub(crate) fn bare(code: &str) -> Outcome {
    refused(code, none())
}

pub(crate) fn not_found(id: impl Into<Value>) -> Outcome {
    let id: Value = id.into();
    let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
    refused("CATEGORY_NOT_FOUND", json!({"ID": id}))
}

/// Somebody who calls.
#[derive(Clone)]
pub(crate) struct Caller<'a> {
    pub(crate) server: &'a Server,
    pub(crate) ks: String,
}

impl Caller<'_> {
    pub(crate) async fn call(&self, service: &str, action: &str, mut params: Value) -> Outcome {
        params["ks"] = json!(self.ks);
        self.server.call(service, action, params).await
    }

    pub(crate) async fn add(&self, name: &str, parent: i64, more: Value) -> Outcome {
        let mut category = json!({"name": name, "parentId": parent});
        category.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.call("category", "add", json!({"category": category})).await
    }

    /// Adds a category and gives its id.
    pub(crate) async fn made(&self, name: &str, parent: i64, more: Value) -> i64 {
        self.add(name, parent, more).await.unwrap()["id"].as_i64().unwrap()
    }

    pub(crate) async fn get(&self, id: i64) -> Value {
        self.try_get(id).await.unwrap()
    }

    pub(crate) async fn try_get(&self, id: i64) -> Outcome {
        self.call("category", "get", json!({"id": id})).await
    }

    pub(crate) async fn update(&self, id: i64, change: Value) -> Outcome {
        self.call("category", "update", json!({"id": id, "category": change})).await
    }

    pub(crate) async fn delete(&self, id: i64) -> Outcome {
        self.call("category", "delete", json!({"id": id})).await
    }

    pub(crate) async fn move_to(&self, ids: &str, target: i64) -> Outcome {
        self.call("category", "move", json!({"categoryIds": ids, "targetCategoryParentId": target})).await
    }

    /// The names that a list answers, in its order.
    pub(crate) async fn names(&self, filter: Value) -> Vec<String> {
        let list = self.call("category", "list", json!({"filter": filter})).await.unwrap();
        let names: Vec<String> = list["objects"]
            .as_array()
            .unwrap()
            .iter()
            .map(|category| category["name"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(list["totalCount"], names.len(), "what is not paged is all");
        names
    }

    pub(crate) async fn join(&self, category: i64, user: &str, more: Value) -> Outcome {
        let mut member = json!({"categoryId": category, "userId": user});
        member.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.call("categoryUser", "add", json!({"categoryUser": member})).await
    }

    /// An action of `categoryUser` on one member.
    pub(crate) async fn member(&self, action: &str, category: i64, user: &str) -> Outcome {
        self.call("categoryUser", action, json!({"categoryId": category, "userId": user})).await
    }

    pub(crate) async fn set_member(&self, category: i64, user: &str, change: Value) -> Outcome {
        let params = json!({"categoryId": category, "userId": user, "categoryUser": change});
        self.call("categoryUser", "update", params).await
    }

    pub(crate) async fn members(&self, filter: Value) -> Outcome {
        self.call("categoryUser", "list", json!({"filter": filter})).await
    }

    /// Ids of the members that a list answers.
    pub(crate) async fn users(&self, filter: Value) -> Vec<String> {
        let list = self.members(filter).await.unwrap();
        let users: Vec<String> = list["objects"]
            .as_array()
            .unwrap()
            .iter()
            .map(|member| member["userId"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(list["totalCount"], users.len());
        users
    }
}

pub(crate) async fn admin(server: &Server) -> Caller<'_> {
    Caller { server, ks: server.admin().await }
}

pub(crate) async fn of_account<'a>(server: &'a Server, account: &Account) -> Caller<'a> {
    Caller { server, ks: server.start(account, &account.owner, 2, "").await }
}

/// A user's session with these privileges.
pub(crate) async fn user<'a>(server: &'a Server, id: &str, privileges: &str) -> Caller<'a> {
    Caller { server, ks: server.start(&server.account, id, 0, privileges).await }
}

/// An administrator's session with these privileges.
pub(crate) async fn admin_as<'a>(server: &'a Server, id: &str, privileges: &str) -> Caller<'a> {
    Caller { server, ks: server.start(&server.account, id, 2, privileges).await }
}
