// What stands around computed bounds wherever times are measured: the key to their lines, and of which device they are.

import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Contender } from '../../engine/protocol';
import { DevicePicker } from '../DevicePicker';
import { LineKey } from './LineKey';

const figures = ['bandwidth', 'f32Flops', 'memory'] as const;

export function BoundKeys({
  bounds,
  children,
}: {
  bounds: readonly Contender[];
  /** What the marks are. */
  children: ReactNode;
}) {
  return (
    <>
      {bounds.map(({ variantId, mode }) => (
        <LineKey key={variantId} variantId={variantId} mode={mode} />
      ))}
      <span className="line-key words">{children}</span>
    </>
  );
}

export function BoundPicker() {
  const { t } = useTranslation();
  return <DevicePicker label={t('decode.bound')} figures={figures} />;
}
