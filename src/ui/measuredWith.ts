// What a measurement was made with, as the sentences that say so take it.

import type { TFunction } from 'i18next';
import type { DeviceReport, LayerRequest } from '../engine/protocol';
import { deviceName } from './deviceName';

interface Ran {
  /** Null for one of somebody's own without a name. */
  readonly model: string | null;
  readonly request: Pick<LayerRequest, 'scope' | 'format' | 'batch' | 'seed'>;
  readonly device: DeviceReport;
}

export const measuredWith = (
  t: TFunction,
  { model, request: { scope, format, batch, seed }, device }: Ran,
) => ({
  model: model ?? t('controls.imported'),
  scope: t(`run.scopes.${scope}`),
  format,
  batch,
  seed,
  device: deviceName(t, device),
});
