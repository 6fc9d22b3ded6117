// What the fills of the anatomy mean.

import { useTranslation } from 'react-i18next';

const kinds = ['cached', 'rebuilt', 'made'] as const;

export function AnatomyLegend() {
  const { t: s } = useTranslation('anatomy');
  return (
    <>
      {kinds.map((kind) => (
        <span key={kind} className="line-key words">
          <svg width="22" height="14" viewBox="-1 -1 22 14" aria-hidden="true">
            <g className={`plan-box ${kind}`}>
              <path className="plan-squares" d="M0,0H20V12H0Z" />
            </g>
          </svg>
          {s(`legend.${kind}`)}
        </span>
      ))}
      <span className="line-key words">
        <svg width="22" height="14" viewBox="-1 -1 22 14" aria-hidden="true">
          <g className="plan-step weighted">
            <path className="plan-step-ground" d="M0,0H20V12H0Z" />
            <path className="plan-step-rule" d="M2.5,0V12" />
          </g>
        </svg>
        {s('legend.weight')}
      </span>
    </>
  );
}
