use super::json;
use crate::model::plan::Plan;
use crate::model::report::Report;
pub(super) fn plans(plans: &[Plan], _: super::Style) -> String {
    json::one_or_array(plans)
}
pub(super) fn reports(reports: &[Report], _: super::Style) -> String {
    json::one_or_array(reports)
}
pub(super) fn explanation(e: &crate::model::explain::Explanation, _: super::Style) -> String {
    json::pretty(e)
}
