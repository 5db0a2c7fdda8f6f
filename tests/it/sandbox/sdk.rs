//! The official SDKs, pointed at the sandbox by base URL. `.ci/sdk` installs them and runs these tests.
