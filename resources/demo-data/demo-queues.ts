/** Queues of a mid-sized payments company, by priority. Routing is by metadata alone. */
export const DEMO_QUEUES = [
  { id: 'fraud-review', name: 'Fraud review', category: 'fraud', skills: [] },
  { id: 'chargebacks', name: 'Chargebacks', category: 'chargeback', skills: [] },
  { id: 'kyc-review', name: 'KYC review', category: 'kyc', skills: [] },
  { id: 'claims', name: 'Claims', category: 'claim', skills: [] },
  { id: 'onboarding', name: 'Merchant onboarding', category: 'onboarding', skills: [] },
  { id: 'support', name: 'Support', category: 'support', skills: [] },
].map(({ category, ...queue }, index) => ({
  ...queue,
  priority: (index + 1) * 10,
  enabled: true,
  condition: { combinator: 'and', rules: [{ field: 'fields.category', operator: '=', value: category }] },
}));

export const DEMO_PEOPLE = [
  { email: 'ada@docket.local', name: 'Ada Lindqvist', role: 'operator' },
  { email: 'bo@docket.local', name: 'Bo Larsen', role: 'operator' },
  { email: 'chidi@docket.local', name: 'Chidi Okafor', role: 'operator' },
  { email: 'dana@docket.local', name: 'Dana Rossi', role: 'manager' },
] as const;
