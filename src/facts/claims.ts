// All published claims. Heavy with text: a page should import this late, where it is first shown.

import type { Claim } from './claim';
import { comparisonClaims } from './claims/comparisons';
import { deepseekClaims } from './claims/deepseek';
import { kernelClaims } from './claims/kernels';
import { servingClaims } from './claims/serving';
import { variantClaims } from './claims/variants';

export const claims: readonly Claim[] = [
  ...deepseekClaims,
  ...kernelClaims,
  ...servingClaims,
  ...variantClaims,
  ...comparisonClaims,
];
