// Hive Gateway's one setting that differs from its defaults here: equal reads in flight are not shared between requests.
export const gatewayConfig = {
  transportEntries: { '*': { options: { deduplicateInflightRequests: false } } },
};
