//! The nouns: what a door list says, what an account has, what a plan is.
//!
//! Plain values without I/O, clock or environment. Everything above speaks in these types.
//!
//! * [`doorlist`] – a validated door list, each entry with its [`Origin`]
//! * [`account`] – everything read from an account, complete by construction
//! * [`plan`] – the plan document: what the planner makes, the renderers show and `apply` executes
//! * [`report`] – what became of each action of a plan
//! * [`checkup`] – what a credential may, and what is in the way
//! * [`watch`] – who came back since an apply
//! * [`quote`] – names inside of sentences
//! * [`reason`], [`diagnostic`] – the published codes
//! * [`pace`] – the documented rate limit

pub mod account;
pub mod checkup;
pub mod diagnostic;
pub mod doorlist;
pub mod email;
pub mod enrollment;
pub mod explain;
pub mod id;
pub mod identity;
pub mod lexicon;
pub mod origin;
pub mod pace;
pub mod plan;
pub mod quote;
pub mod reason;
pub mod registration;
pub mod report;
pub mod runbook;
pub mod selector;
pub mod watch;

pub use account::{AccessUser, Account, Listed, PhysicalDevice, ServiceToken, Unread};
pub use diagnostic::{Class, Diagnostic, Label, SourceText};
pub use doorlist::DoorList;
pub use email::{Email, Pattern};
pub use id::{AccountId, AppId, DeviceId, GroupId, ListId, PolicyId, RegistrationId, TokenId, UserId};
pub use identity::Identity;
pub use origin::Origin;
pub use plan::Plan;
pub use reason::{FindingCode, ReasonCode};
pub use registration::{Registration, RegistrationType, RowUser, Seen, Status};
