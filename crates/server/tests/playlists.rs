//! Playlists: who keeps which, and which entries they play for whom (reference: content-access.md §8.4,
//! more-services.md §5.7).
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod common;

use common::{Outcome, Server, refused};
use sea_query::{Expr, ExprTrait, Query};
use serde_json::{Value, json};

const STATIC: i64 = 3;
const DYNAMIC: i64 = 10;
const EXTERNAL: i64 = 101;
const PATH: i64 = 102;

/// Somebody who calls.
struct Caller<'a> {
    server: &'a Server,
    ks: String,
}

impl Caller<'_> {
    async fn call(&self, action: &str, params: Value) -> Outcome {
        self.of("playlist", action, params).await
    }

    async fn of(&self, service: &str, action: &str, mut params: Value) -> Outcome {
        params["ks"] = json!(self.ks);
        self.server.call(service, action, params).await
    }

    async fn try_add(&self, kind: i64, more: Value) -> Outcome {
        let mut playlist = json!({"name": "list", "playlistType": kind});
        playlist.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.call("add", json!({"playlist": playlist})).await
    }

    async fn add(&self, kind: i64, more: Value) -> String {
        id(&self.try_add(kind, more).await.unwrap())
    }

    /// The names of what a playlist plays.
    async fn plays(&self, playlist: &str, beside: Value) -> Vec<String> {
        let mut params = beside;
        params["id"] = json!(playlist);
        names(self.call("execute", params).await)
    }
}

fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}

/// The names in a plain array of entries.
fn names(answer: Outcome) -> Vec<String> {
    let answer = answer.unwrap();
    let entries = answer.as_array().expect("a plain array");
    entries.iter().map(|entry| entry["name"].as_str().unwrap().to_owned()).collect()
}

async fn admin(server: &Server) -> Caller<'_> {
    Caller { server, ks: server.admin().await }
}

async fn user<'a>(server: &'a Server, name: &str, privileges: &str) -> Caller<'a> {
    Caller { server, ks: server.start(&server.account, name, 0, privileges).await }
}

/// Writes a number of an entry, and of its rows for lists, as if something had happened to it that the API cannot bring
/// about yet. Totals of lists are not kept up: playlists have none.
async fn set(server: &Server, entry: &str, column: &'static str, value: i64) {
    let update = |table: &'static str, is_it: Expr| {
        Query::update().table(table).value(column, value).and_where(is_it).to_owned()
    };
    let of_entry =
        || Query::select().column("id").from("entry").and_where(Expr::col("public_id").eq(entry)).to_owned();
    let mut tx = server.app.store.begin().await.unwrap();
    for table in ["entry_shown", "entry_user"] {
        tx.execute(&update(table, Expr::col("entry_id").in_subquery(of_entry()))).await.unwrap();
    }
    let changed = tx.execute(&update("entry", Expr::col("public_id").eq(entry))).await.unwrap();
    assert_eq!(changed, 1, "the entry is there");
    tx.announce(boxoffice::entry::TOPIC, &format!("{} {entry}", server.account.id));
    tx.commit().await.unwrap();
}

/// A video of `boss` that is ready.
async fn video(server: &Server, name: &str, more: Value) -> String {
    let mut entry = json!({"mediaType": 1, "name": name, "userId": "boss"});
    entry.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let entry = id(&admin(server).await.of("media", "add", json!({"entry": entry})).await.unwrap());
    set(server, &entry, "status", 2).await;
    entry
}

async fn videos<const N: usize>(server: &Server, names: [&str; N]) -> [String; N] {
    let mut made = names.map(str::to_owned);
    for place in &mut made {
        *place = video(server, place, json!({"tags": "all"})).await;
    }
    made
}

fn wrong_type() -> Outcome {
    refused("INVALID_KS", json!({"KSID": "", "ERR_CODE": "-4", "ERR_DESC": "INVALID_TYPE"}))
}

fn no_entry(id: &str) -> Outcome {
    refused("INVALID_ENTRY_ID", json!({"ID": id}))
}

fn is_required(property: &str) -> Outcome {
    refused(
        "PROPERTY_VALIDATION_CANNOT_BE_NULL",
        json!({"PROP_NAME": format!("KalturaPlaylist::{property}")}),
    )
}

on_both_stores! {
    async fn users_keep_lists_of_names_only(server: Server) {
        let [a] = videos(&server, ["a"]).await;
        let (admin, ann) = (admin(&server).await, user(&server, "ann", "").await);
        let own = ann.try_add(STATIC, json!({"playlistContent": a})).await.unwrap();
        assert_eq!((&own["userId"], &own["status"], &own["playlistContent"]), (&json!("ann"), &json!(2), &json!(a)));
        let filters = json!({"totalResults": 5, "filters": [{"tagsLike": "all"}]});
        for kind in [DYNAMIC, EXTERNAL, PATH] {
            assert_eq!(ann.try_add(kind, filters.clone()).await, wrong_type(), "{kind}");
        }
        let list = ann.call("list", json!({})).await.unwrap();
        assert_eq!(list["totalCount"], 1, "nothing else was made");

        let theirs = admin.add(PATH, json!({"playlistContent": a, "userId": "ann"})).await;
        let is_path = json!({"ENTRY_NAME": theirs, "WRONG_MEDIA_TYPE": "102", "RIGHT_MEDIA_TYPE": "3"});
        assert_eq!(ann.call("delete", json!({"id": theirs})).await, refused("INVALID_ENTRY_MEDIA_TYPE", is_path));
        admin.call("get", json!({"id": theirs})).await.expect("it is still there");
        ann.call("delete", json!({"id": id(&own)})).await.unwrap();
        assert_eq!(ann.call("get", json!({"id": id(&own)})).await, no_entry(&id(&own)));
        admin.call("delete", json!({"id": theirs})).await.unwrap();
    }

    async fn a_list_plays_in_its_order_as_often_as_it_says(server: Server) {
        let [a, b, c] = videos(&server, ["a", "b", "c"]).await;
        let (admin, ann) = (admin(&server).await, user(&server, "ann", "").await);
        for kind in [STATIC, PATH] {
            let content = format!(" {c},null, {a},{c} ,{b}");
            let list = admin.add(kind, json!({"playlistContent": content})).await;
            let got = ann.call("get", json!({"id": list})).await.unwrap();
            assert_eq!(got["playlistContent"], format!("{c},{a},{c},{b}"));
            assert_eq!(ann.plays(&list, json!({})).await, ["c", "a", "c", "b"], "of others, too");
            assert_eq!(ann.plays(&list, json!({"pager": {"pageSize": 2, "pageIndex": 2}})).await, ["c", "b"]);
            assert_eq!(ann.plays(&list, json!({"filter": {"idIn": format!("{b},{c}")}})).await, ["c", "c", "b"]);
            assert_eq!(ann.plays(&list, json!({"filter": {"limit": 3}})).await, ["c", "a", "c"]);
            set(&server, &a, "status", 7).await;
            assert_eq!(
                ann.plays(&list, json!({"pager": {"pageSize": 2, "pageIndex": 2}})).await,
                ["b"],
                "pages count what is visible"
            );
            set(&server, &a, "status", 2).await;
        }
        let elsewhere = admin.add(EXTERNAL, json!({"playlistContent": a})).await;
        assert_eq!(ann.plays(&elsewhere, json!({})).await, [""; 0]);
    }

    async fn the_length_is_worked_out_where_that_is_wanted(server: Server) {
        let [a, b] = videos(&server, ["a", "b"]).await;
        for (entry, length) in [(&a, 4_600_i64), (&b, 61_000)] {
            let update = Query::update().table("entry").value("ms_duration", length).and_where(Expr::col("public_id").eq(entry)).to_owned();
            let mut tx = server.app.store.begin().await.unwrap();
            tx.execute(&update).await.unwrap();
            tx.announce(boxoffice::entry::TOPIC, &format!("{} {entry}", server.account.id));
            tx.commit().await.unwrap();
        }
        let admin = admin(&server).await;
        let playlist = |content: &str| json!({"name": "list", "playlistType": STATIC, "playlistContent": content});
        let add = |stats: bool| admin.call("add", json!({"playlist": playlist(&format!("{a},{b},{a}")), "updateStats": stats}));
        assert_eq!(add(false).await.unwrap()["duration"], 0);
        let list = add(true).await.unwrap();
        assert_eq!(list["duration"], 70, "4.6 and 61 and 4.6 seconds");
        let update = |content: &str, stats: bool| {
            admin.call("update", json!({"id": list["id"], "playlist": {"playlistContent": content}, "updateStats": stats}))
        };
        assert_eq!(update(&b, false).await.unwrap()["duration"], 70, "as it was worked out");
        assert_eq!(update(&b, true).await.unwrap()["duration"], 61);
    }

    async fn what_an_entry_leads_to_is_played_where_the_context_wants_it(server: Server) {
        let [a, b, target, hidden] = videos(&server, ["a", "b", "target", "hidden"]).await;
        let (admin, ann) = (admin(&server).await, user(&server, "ann", "").await);
        let redirect = |from: &str, to: &str| {
            admin.of("media", "update", json!({"entryId": from, "mediaEntry": {"redirectEntryId": to}}))
        };
        redirect(&a, &target).await.unwrap();
        redirect(&b, &hidden).await.unwrap();
        set(&server, &hidden, "status", 7).await;
        let list = admin.add(STATIC, json!({"playlistContent": format!("{a},{b}")})).await;
        let context = |follows: i64| json!({"objectType": "KalturaEntryContext", "followEntryRedirect": follows});
        let beside = |follows| json!({"playlistContext": context(follows), "filter": {"limit": 5}});
        assert_eq!(ann.plays(&list, beside(1)).await, ["target", "b"], "but nothing that cannot be played");
        assert_eq!(ann.plays(&list, beside(0)).await, ["a", "b"]);
        // As in the original, only with a filter.
        assert_eq!(ann.plays(&list, json!({"playlistContext": context(1)})).await, ["a", "b"]);
    }

    async fn what_is_not_to_be_seen_is_left_out(server: Server) {
        let names = ["ready", "waiting", "pending", "rejected", "flagged", "recycled", "system"];
        let made = videos(&server, names).await;
        for (place, column, value) in [
            (1, "status", 7), (2, "moderation", 1), (3, "moderation", 3), (4, "moderation", 5), (5, "display", -2),
            (6, "display", -1),
        ] {
            set(&server, &made[place], column, value).await;
        }
        let now = server.now();
        let past = video(&server, "past", json!({"tags": "all", "startDate": now - 99, "endDate": now - 9})).await;
        let future = video(&server, "future", json!({"tags": "all", "startDate": now + 99, "endDate": now + 999})).await;
        let (admin, ann) = (admin(&server).await, user(&server, "ann", "").await);
        let content = format!("{},{past},{future}", made.join(","));
        let listed = admin.add(STATIC, json!({"playlistContent": content})).await;
        let filters = json!([{"tagsLike": "all", "orderBy": "+createdAt"}]);
        let found = admin.add(DYNAMIC, json!({"totalResults": 50, "filters": filters})).await;
        for list in [&listed, &found] {
            assert_eq!(ann.plays(list, json!({})).await, ["ready", "flagged"]);
            assert_eq!(admin.plays(list, json!({})).await, ["ready", "flagged", "past", "future"]);
        }
        let sent = json!({"id": listed, "partnerId": server.account.id});
        assert_eq!(played_without_session(&server, sent).await, ["ready", "flagged"], "without a session");
    }

    async fn filters_find_each_entry_once_up_to_a_number(server: Server) {
        let [a, b, c] = videos(&server, ["a", "b", "c"]).await;
        let (admin, ann) = (admin(&server).await, user(&server, "ann", "").await);
        let filters = json!([
            {"idIn": b}, {"tagsLike": "all", "orderBy": "-createdAt", "limit": 2}, {"idIn": format!("{a},{c}"), "orderBy": "+createdAt"}
        ]);
        let made = admin.try_add(DYNAMIC, json!({"totalResults": 3, "filters": filters})).await.unwrap();
        assert_eq!(made["totalResults"], 3);
        assert_eq!(made["filters"][1]["limit"], 2, "{made}");
        assert!(made["playlistContent"].as_str().unwrap().contains("<order_by>-createdAt</order_by>"), "{made}");
        assert_eq!(ann.plays(&id(&made), json!({})).await, ["b", "c", "a"]);

        let run = |filters: &Value, total: i64, pager: Value| {
            admin.call("executeFromFilters", json!({"filters": filters, "totalResults": total, "pager": pager}))
        };
        assert_eq!(names(run(&filters, 2, json!({})).await).len(), 3, "a pager widens to its end");
        assert_eq!(names(run(&filters, 3, json!({"pageSize": 1, "pageIndex": 2})).await), ["c"]);
        let two = json!({"filters": filters, "totalResults": 2});
        assert_eq!(names(admin.call("executeFromFilters", two.clone()).await), ["b", "c"]);
        assert_eq!(ann.call("executeFromFilters", two).await.unwrap_err().code, "SERVICE_FORBIDDEN");

        let unread = admin.add(DYNAMIC, json!({"playlistContent": "no filters"})).await;
        assert_eq!(ann.plays(&unread, json!({})).await, [""; 0]);
        let text = json!({"playlistType": STATIC, "playlistContent": format!("{c},{a}")});
        assert_eq!(names(admin.call("executeFromContent", text.clone()).await), ["c", "a"]);
        assert_eq!(ann.call("executeFromContent", text).await.unwrap_err().code, "SERVICE_FORBIDDEN");
    }

    async fn a_stored_filter_keeps_its_search_of_metadata(server: Server) {
        let [_, drama, _] = videos(&server, ["a", "b", "c"]).await;
        let (admin, ann) = (admin(&server).await, user(&server, "ann", "").await);
        let xsd = r#"<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema"><xsd:element name="metadata"><xsd:complexType>
            <xsd:sequence><xsd:element id="md_G" name="Genre" minOccurs="0" maxOccurs="1" type="textType"><xsd:annotation><xsd:appinfo>
            <label>Genre</label><key>Genre</key><searchable>true</searchable></xsd:appinfo></xsd:annotation></xsd:element>
            </xsd:sequence></xsd:complexType></xsd:element><xsd:simpleType name="textType"><xsd:restriction base="xsd:string"/>
            </xsd:simpleType></xsd:schema>"#;
        let profile = json!({"metadataProfile": {"name": "details", "metadataObjectType": 1}, "xsdData": xsd});
        let profile = admin.of("metadata_metadataProfile", "add", profile).await.unwrap()["id"].clone();
        let about = json!({"metadataProfileId": profile, "objectType": 1, "objectId": drama, "xmlData": "<metadata><Genre>R&amp;B <![CDATA[<drama>]]></Genre></metadata>"});
        admin.of("metadata_metadata", "add", about).await.unwrap();

        let field = "/*[local-name()='metadata']/*[local-name()='Genre']";
        let condition = json!({"objectType": "KalturaSearchCondition", "field": field, "value": "R&B <drama>"});
        let of_profile = json!({"objectType": "KalturaMetadataSearchItem", "metadataProfileId": profile, "type": 1, "items": [condition]});
        let search = (0..5).fold(of_profile, |inner, _| json!({"objectType": "KalturaSearchOperator", "type": 1, "items": [inner]}));
        let filters = json!([{"tagsLike": "all", "advancedSearch": search}]);
        let made = admin.try_add(DYNAMIC, json!({"totalResults": 9, "filters": filters})).await.unwrap();
        assert_eq!(made["filters"][0]["advancedSearch"], search, "{made}");
        assert_eq!(ann.plays(&id(&made), json!({})).await, ["b"]);

        let (open, close) = ("<advanced_search><items><item>".repeat(200), "</item></items></advanced_search>".repeat(200));
        let deep = format!("<playlist><filters><filter>{open}{close}</filter></filters></playlist>");
        let deep = json!({"playlistType": DYNAMIC, "playlistContent": deep});
        assert_eq!(names(admin.call("executeFromContent", deep).await), [""; 0]);
    }

    async fn bad_playlists_are_refused_and_change_nothing(server: Server) {
        let [a] = videos(&server, ["a"]).await;
        let admin = admin(&server).await;
        let untyped = admin.call("add", json!({"playlist": {"name": "x"}})).await;
        assert_eq!(untyped, is_required("playlistType"));
        assert_eq!(admin.try_add(DYNAMIC, json!({"filters": [{"tagsLike": "x"}]})).await, is_required("totalResults"));
        let content = format!("{a},0_zzzzzzzz");
        assert_eq!(admin.try_add(STATIC, json!({"playlistContent": content})).await, no_entry("0_zzzzzzzz"));
        assert_eq!(admin.call("list", json!({})).await.unwrap()["totalCount"], 0);

        let list = admin.add(STATIC, json!({"playlistContent": a})).await;
        let change = json!({"id": list, "playlist": {"name": "new", "playlistContent": content}});
        assert_eq!(admin.call("update", change).await, no_entry("0_zzzzzzzz"));
        let kept = admin.call("get", json!({"id": list})).await.unwrap();
        assert_eq!((&kept["name"], &kept["playlistContent"]), (&json!("list"), &json!(a)));

        let mine = json!({"id": a});
        for action in ["get", "execute", "delete", "clone"] {
            assert_eq!(admin.call(action, mine.clone()).await, refused("INVALID_PLAYLIST_TYPE", json!([])), "{action}");
            assert_eq!(admin.call(action, json!({"id": "0_zzzzzzzz"})).await, no_entry("0_zzzzzzzz"), "{action}");
        }
        let other = server.new_account("other@example.test").await;
        let stranger = Caller { server: &server, ks: server.start(&other, "x", 2, "").await };
        for action in ["get", "execute", "delete", "clone"] {
            assert_eq!(stranger.call(action, json!({"id": list})).await, no_entry(&list), "{action}");
        }
    }

    async fn a_copy_is_a_playlist_of_its_own(server: Server) {
        let [a, b] = videos(&server, ["a", "b"]).await;
        let (admin, ann) = (admin(&server).await, user(&server, "ann", "").await);
        let list = admin.add(STATIC, json!({"playlistContent": a, "tags": "t"})).await;
        let copy = ann.call("clone", json!({"id": list, "newPlaylist": {"name": "copy", "tags": ""}})).await.unwrap();
        assert_ne!(id(&copy), list);
        assert_eq!(
            (&copy["name"], &copy["tags"], &copy["userId"], &copy["playlistContent"]),
            (&json!("copy"), &json!("t"), &json!("ann"), &json!(a))
        );
        ann.call("update", json!({"id": id(&copy), "playlist": {"playlistContent": b}})).await.unwrap();
        assert_eq!(ann.plays(&list, json!({})).await, ["a"], "the first is as it was");
        assert_eq!(ann.plays(&id(&copy), json!({})).await, ["b"]);

        let other = json!({"id": list, "newPlaylist": {"playlistType": DYNAMIC}});
        let fixed = refused("CANT_UPDATE_PARAMETER", json!({"PARAM_NAME": "playlistType"}));
        assert_eq!(admin.call("clone", other).await, fixed);
        let path = admin.add(PATH, json!({"playlistContent": a})).await;
        let no_copy = refused("CLONING_PATH_PLAYLIST_NOT_SUPPORTED", json!([]));
        assert_eq!(admin.call("clone", json!({"id": path})).await, no_copy);
    }

    async fn entitlement_holds_unless_the_session_is_exempt_for_the_playlist(server: Server) {
        let [open, closed] = videos(&server, ["open", "closed"]).await;
        let admin = admin(&server).await;
        let category = json!({"name": "course", "privacyContext": "site", "privacy": 3});
        let category = admin.of("category", "add", json!({"category": category})).await.unwrap()["id"].clone();
        let place = json!({"categoryEntry": {"categoryId": category, "entryId": closed}});
        admin.of("categoryEntry", "add", place).await.unwrap();
        let content = format!("{open},{closed}");
        let list = admin.add(STATIC, json!({"playlistContent": content})).await;
        let other = admin.add(STATIC, json!({"playlistContent": content})).await;

        let enforced = "enableentitlement,privacycontext:site";
        let ann = user(&server, "ann", enforced).await;
        assert_eq!(ann.plays(&list, json!({})).await, ["open"]);
        let exempt = format!("{enforced},disableentitlementforplaylist:{list}");
        let exempt = user(&server, "ann", &exempt).await;
        assert_eq!(exempt.plays(&list, json!({})).await, ["open", "closed"]);
        assert_eq!(user(&server, "ann", "disableentitlement").await.plays(&list, json!({})).await, ["open", "closed"]);

        // The privilege is about one playlist; whoever is a member needs none.
        let third = video(&server, "third", json!({})).await;
        let place = json!({"categoryEntry": {"categoryId": category, "entryId": third}});
        admin.of("categoryEntry", "add", place).await.unwrap();
        let change = json!({"id": other, "playlist": {"playlistContent": format!("{open},{third}")}});
        admin.call("update", change).await.unwrap();
        assert_eq!(exempt.plays(&other, json!({})).await, ["open"]);
        server.add_user("ann", json!({})).await;
        let member = json!({"categoryUser": {"categoryId": category, "userId": "ann", "permissionLevel": 3}});
        admin.of("categoryUser", "add", member).await.unwrap();
        assert_eq!(ann.plays(&other, json!({})).await, ["open", "third"]);
    }

    async fn a_session_may_edit_what_a_playlist_names(server: Server) {
        let [inside, outside] = videos(&server, ["inside", "outside"]).await;
        let admin = admin(&server).await;
        let list = admin.add(STATIC, json!({"playlistContent": inside})).await;
        let ann = user(&server, "ann", &format!("editplaylist:{list}")).await;
        let change = |id: &str| json!({"entryId": id, "mediaEntry": {"tags": "x"}});
        assert_eq!(ann.of("media", "update", change(&outside)).await, wrong_type());
        ann.of("media", "update", change(&inside)).await.expect("the playlist names it");
        assert_eq!(
            ann.call("update", json!({"id": list, "playlist": {"playlistContent": outside}})).await,
            wrong_type(),
            "else a session would give itself entries"
        );
        let found = admin.add(DYNAMIC, json!({"totalResults": 5, "filters": [{"tagsLike": "all"}]})).await;
        let ben = user(&server, "ben", &format!("editplaylist:{found}")).await;
        assert_eq!(ben.of("media", "update", change(&outside)).await, wrong_type(), "a dynamic one names nothing");
    }
}

/// The names of what a playlist plays for somebody without a session.
async fn played_without_session(server: &Server, params: Value) -> Vec<String> {
    names(server.call("playlist", "execute", params).await)
}
