//! The parts of the server, put together.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use ks::InstallationKey;
use store::{Change, Store};
use tokio::sync::Notify;

use crate::access_control::Profiles;
use crate::actions::{ActionTable, SERVICES};
use crate::app_token::AppTokens;
use crate::asset::Assets;
use crate::asset_params::AssetParams;
use crate::category::Memberships;
use crate::conversion_profile::ConversionProfiles;
use crate::entry::Entries;
use crate::error::Result;
use crate::geoip::GeoIp;
use crate::group::Groups;
use crate::keys::Keys;
use crate::login::BreachedPasswords;
use crate::login::password::PasswordPool;
use crate::metadata::MetadataProfiles;
use crate::partner::{Partner, Partners, Registrations};
use crate::response_profile::ResponseProfiles;
use crate::secret::usage::Usage;
use crate::session::revocation::Revocations;
use crate::ui_conf::UiConfs;
use crate::user::Users;
use crate::widget::Widgets;

/// The server without its sockets: give it a request, and it answers.
pub struct App {
    /// Rows.
    pub store: Store,
    /// The key of the installation.
    pub keys: Keys,
    /// What issued sessions are stamped with.
    pub issue_key: InstallationKey,
    /// All actions.
    pub actions: ActionTable,
    /// Where passwords are hashed.
    pub passwords: PasswordPool,
    /// Accounts by id.
    pub partners: Partners,
    /// Who may register, and who tried to.
    pub registrations: Registrations,
    /// Users by account and id.
    pub users: Users,
    /// Application tokens by account and id.
    pub app_tokens: AppTokens,
    /// Who is in which groups.
    pub groups: Groups,
    /// Entries by account and id.
    pub entries: Entries,
    /// Who is in which categories.
    pub memberships: Memberships,
    /// Widgets by id.
    pub widgets: Widgets,
    /// Access-control profiles by account and id.
    pub access_control: Profiles,
    /// Settings of players by id.
    pub ui_confs: UiConfs,
    /// Files of entries by account and entry.
    pub assets: Assets,
    /// Ways of making assets by account.
    pub asset_params: AssetParams,
    /// Conversion profiles by account.
    pub conversion_profiles: ConversionProfiles,
    /// Metadata profiles by account.
    pub metadata_profiles: MetadataProfiles,
    /// Stored response profiles by account.
    pub response_profiles: ResponseProfiles,
    /// What was ended.
    pub revocations: Revocations,
    /// When secrets were used.
    pub secret_usage: Usage,
    /// The account of calls that name none.
    pub nobody: Partner,
    /// There is a mail to send.
    pub mail_written: Arc<Notify>,
    /// There is a job to do.
    pub job_written: Arc<Notify>,
    public_url: OnceLock<String>,
    geoip: OnceLock<GeoIp>,
    breached_passwords: OnceLock<BreachedPasswords>,
    /// Something may have changed unseen: what was ended has to be read again.
    stale: AtomicBool,
}

impl App {
    /// Puts the parts together on a store that has been migrated. `now` in Unix seconds.
    pub async fn start(store: Store, keys: Keys, password_places: usize, now: i64) -> Result<Arc<Self>> {
        let issue_key = InstallationKey::new(keys.stamp());
        let app = Arc::new(Self {
            store,
            keys,
            issue_key,
            actions: ActionTable::new(SERVICES),
            passwords: PasswordPool::new(password_places),
            partners: Partners::default(),
            registrations: Registrations::default(),
            users: Users::default(),
            app_tokens: AppTokens::default(),
            groups: Groups::default(),
            entries: Entries::default(),
            memberships: Memberships::default(),
            widgets: Widgets::default(),
            access_control: Profiles::default(),
            ui_confs: UiConfs::default(),
            assets: Assets::default(),
            asset_params: AssetParams::default(),
            conversion_profiles: ConversionProfiles::default(),
            metadata_profiles: MetadataProfiles::default(),
            response_profiles: ResponseProfiles::default(),
            revocations: Revocations::default(),
            secret_usage: Usage::default(),
            nobody: Partner::nobody(),
            mail_written: Arc::default(),
            job_written: Arc::default(),
            public_url: OnceLock::new(),
            geoip: OnceLock::new(),
            breached_passwords: OnceLock::new(),
            stale: AtomicBool::new(false),
        });
        let weak = Arc::downgrade(&app);
        app.store.subscribe(move |change| {
            if let Some(app) = weak.upgrade() {
                app.apply(change);
            }
        });
        app.revocations.load(&app, now).await?;
        Ok(app)
    }

    /// Keeps the caches right: runs before the change is acknowledged in this process, and as soon as it is
    /// heard of in the others.
    fn apply(&self, change: &Change) {
        match change {
            Change::Row { topic, key } => match topic.as_ref() {
                crate::partner::TOPIC => self.partners.forget(key),
                crate::user::TOPIC => self.users.forget(key),
                crate::app_token::TOPIC => self.app_tokens.forget(key),
                crate::group::TOPIC => self.groups.forget(key),
                crate::entry::TOPIC => self.entries.forget(key),
                crate::category::TOPIC => self.memberships.forget(key),
                crate::widget::TOPIC => self.widgets.forget(key),
                crate::access_control::TOPIC => self.access_control.forget(key),
                crate::ui_conf::TOPIC => self.ui_confs.forget(key),
                crate::asset::TOPIC => self.assets.forget(key),
                crate::asset_params::TOPIC => self.asset_params.forget(key),
                crate::conversion_profile::TOPIC => self.conversion_profiles.forget(key),
                crate::metadata::TOPIC => self.metadata_profiles.forget(key),
                crate::response_profile::TOPIC => self.response_profiles.forget(key),
                crate::mail::TOPIC => self.mail_written.notify_one(),
                crate::job::TOPIC => self.job_written.notify_one(),
                topic => self.revocations.apply(topic, key),
            },
            Change::Everything => {
                self.forget_all();
                self.stale.store(true, Ordering::Release);
                self.mail_written.notify_one();
                self.job_written.notify_one();
            }
        }
    }

    fn forget_all(&self) {
        self.partners.forget_all();
        self.users.forget_all();
        self.app_tokens.forget_all();
        self.groups.forget_all();
        self.entries.forget_all();
        self.memberships.forget_all();
        self.widgets.forget_all();
        self.access_control.forget_all();
        self.ui_confs.forget_all();
        self.assets.forget_all();
        self.asset_params.forget_all();
        self.conversion_profiles.forget_all();
        self.metadata_profiles.forget_all();
        self.response_profiles.forget_all();
    }

    /// Says under which address clients reach the server. The first word counts.
    pub fn set_public_url(&self, url: &str) {
        let _ = self.public_url.set(url.to_owned());
    }

    /// The address under which clients reach the server.
    pub fn public_url(&self) -> &str {
        self.public_url.get().map_or("http://localhost:8080", String::as_str)
    }

    /// Says where addresses are. The first word counts.
    pub fn set_geoip(&self, geoip: GeoIp) {
        let _ = self.geoip.set(geoip);
    }

    /// Where addresses are.
    pub fn geoip(&self) -> &GeoIp {
        self.geoip.get_or_init(GeoIp::default)
    }

    /// Says which passwords have become known. The first word counts.
    pub fn set_breached_passwords(&self, known: BreachedPasswords) {
        let _ = self.breached_passwords.set(known);
    }

    /// Passwords that have become known, if the operator said which.
    pub fn breached_passwords(&self) -> Option<&BreachedPasswords> {
        self.breached_passwords.get()
    }

    /// Makes sure that what is known of other nodes' changes is good enough to let somebody in. While this
    /// node cannot hear the others, nothing in the caches is believed.
    pub async fn catch_up(&self, now: i64) -> Result<()> {
        let behind = self.store.is_behind();
        if behind {
            self.forget_all();
        }
        if behind || self.stale.swap(false, Ordering::AcqRel) {
            let loaded = Box::pin(self.revocations.load(self, now)).await;
            if loaded.is_err() {
                self.stale.store(true, Ordering::Release);
            }
            loaded?;
        }
        Ok(())
    }
}
