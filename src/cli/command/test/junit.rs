//! Results as JUnit XML, which CI systems show.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::Result;

/// One suite, one case a folder.
pub(super) fn report(results: &[Result]) -> anyhow::Result<String> {
    let mut suite = TestSuite::new("doorlist test");
    for result in results {
        let status = match &result.failure {
            None => TestCaseStatus::success(),
            Some(why) => {
                let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                status.set_message("the runbook is not as expected").set_description(why.clone());
                status
            }
        };
        suite.add_test_case(TestCase::new(result.name.clone(), status));
    }
    let mut report = Report::new("doorlist");
    report.add_test_suite(suite);
    Ok(report.to_string()?)
}
