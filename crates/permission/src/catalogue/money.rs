//! Bills and payment.
use super::{Entry, op};

const MONTH: &[&str] = &["yyyyMM"];

pub(super) const ENTRIES: &[Entry] = &[
    op(
        "Billing:exportBilling",
        "Download a bill (CSV)",
        "請求明細のダウンロード (CSV)",
        MONTH,
    ),
    op(
        "Billing:exportLatestBilling",
        "Download this month’s bill (CSV)",
        "今月の請求明細のダウンロード (CSV)",
        &[],
    ),
    op(
        "Billing:getBilling",
        "See the bill of a month",
        "月ごとの請求の閲覧",
        MONTH,
    ),
    op(
        "Billing:getBillingHistory",
        "See past bills",
        "過去の請求の閲覧",
        &[],
    ),
    op(
        "Billing:getBillingPerDay",
        "See a bill day by day",
        "日ごとの請求の閲覧",
        MONTH,
    ),
    op(
        "Billing:getBillingSummaryOfBillItems",
        "See what costs how much",
        "費目ごとの請求の閲覧",
        &[],
    ),
    op(
        "Billing:getBillingSummaryOfSims",
        "See which SIM costs how much",
        "SIMごとの請求の閲覧",
        &[],
    ),
    op(
        "Billing:getLatestBilling",
        "See this month’s total",
        "今月の合計の閲覧",
        &[],
    ),
    op(
        "Payment:activatePaymentMethod",
        "Change the payment method",
        "支払い方法の変更",
        &[],
    ),
    op(
        "Payment:exportPaymentStatement",
        "Download invoices",
        "請求書のダウンロード",
        &["payment_statement_id"],
    ),
    op(
        "Payment:getPayerInformation",
        "See payer information",
        "請求先情報の閲覧",
        &[],
    ),
    op(
        "Payment:getPaymentMethod",
        "See the payment method",
        "支払い方法の閲覧",
        &[],
    ),
    op(
        "Payment:getPaymentTransaction",
        "See a payment",
        "支払い結果の閲覧",
        &["payment_transaction_id"],
    ),
    op(
        "Payment:getVolumeDiscount",
        "See a long term discount",
        "長期割引の詳細の閲覧",
        &["contract_id"],
    ),
    op("Payment:listCoupons", "See coupons", "クーポンの閲覧", &[]),
    op(
        "Payment:listPaymentStatements",
        "See invoices",
        "請求書の閲覧",
        &[],
    ),
    op(
        "Payment:listVolumeDiscounts",
        "See long term discounts",
        "長期割引の閲覧",
        &[],
    ),
    op(
        "Payment:registerCoupon",
        "Register coupons",
        "クーポンの登録",
        &["coupon_code"],
    ),
    op(
        "Payment:registerPayerInformation",
        "Change payer information",
        "請求先情報の変更",
        &[],
    ),
];
