use super::json;
use crate::model::plan::Plan;
use crate::model::report::Report;
pub(super) fn plans(plans: &[Plan]) -> String {
    json::one_or_array(plans)
}
pub(super) fn reports(reports: &[Report]) -> String {
    json::one_or_array(reports)
}
pub(super) fn explanation(e: &crate::model::explain::Explanation) -> String {
    json::pretty(e)
}
