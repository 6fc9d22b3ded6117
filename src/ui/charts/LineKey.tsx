// One entry of a legend: a line with its mark, and its name.

import { useTranslation } from 'react-i18next';
import type { Entry } from '../../state/entries';
import { entryLabel } from '../entryText';
import { hueOf, markPath, styleOf, type LineLook } from '../variantStyle';
import { variantLabel } from '../variantText';

export function LineKey({ variantId, mode }: { variantId: string; mode: string }) {
  const { t } = useTranslation();
  return <Key variantId={variantId} mode={mode} name={variantLabel(t, variantId, mode)} />;
}

/** The same of an entry of the ledger. */
export function EntryKey({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  return <Key variantId={entry.variant.id} mode={entry.mode} name={entryLabel(t, entry)} />;
}

function Key({ variantId, mode, name }: { variantId: string; mode: string; name: string }) {
  return <LookKey look={{ ...styleOf(variantId, mode), hue: hueOf(variantId) }} name={name} />;
}

/** The same of a line that looks otherwise than its variant's. */
export function LookKey({ look, name }: { look: LineLook; name: string }) {
  const { hue, mark, dash, width, hollow } = look;
  return (
    <span className="line-key" data-kind="name">
      <svg width="44" height="14" viewBox="-22 -7 44 14" aria-hidden="true">
        <path d="M-22,0H22" stroke={hue} strokeWidth={width} strokeDasharray={dash} />
        <path
          d={markPath(mark, 4.4)}
          fill={hollow ? 'var(--ground)' : hue}
          stroke={hue}
          strokeWidth="1.5"
        />
      </svg>
      {name}
    </span>
  );
}
