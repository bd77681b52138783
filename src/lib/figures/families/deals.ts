// The cells of transactions: money and number by kind.
import { cellFamily } from '../cell-family.ts';

export const dealKindsInKeys = ['transfer', 'licence', 'equity', 'pledge'] as const;

const kind = { kind: dealKindsInKeys };

export const dealAmounts = cellFamily('deals/:kind/amount/:day', 'city', 'money', kind);
export const dealCounts = cellFamily('deals/:kind/count/:day', 'city', 'count', kind);
export const dealAmountsBy = cellFamily('deals-by/:territory/:kind/amount/:month', 'breakdown', 'money', kind);
export const dealCountsBy = cellFamily('deals-by/:territory/:kind/count/:month', 'breakdown', 'count', kind);
