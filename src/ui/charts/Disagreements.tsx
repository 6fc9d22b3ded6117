// Beneath chart C6: the questions on which published tables disagree, with both sides and what differs between them.

import { useTranslation } from 'react-i18next';
import { disagreements } from '../../state/disagreements';
import { differText, opinionText } from './qualityText';
import { QuotedText } from './QuotedText';

export function Disagreements() {
  const { t } = useTranslation('quality');
  return (
    <details className="disagreements">
      <summary>{t('disagree.title')}</summary>
      <ul>
        {disagreements.map((each) => (
          <li key={each.id}>
            <h3>{t(`disagree.questions.${each.id}`)}</h3>
            <ul>
              {each.sides.map((side) => (
                <li key={`${side.dataset.id} ${side.measure.id}`}>
                  <QuotedText text={opinionText(t, side)} />
                </li>
              ))}
            </ul>
            <p>{differText(t, each)}</p>
          </li>
        ))}
      </ul>
    </details>
  );
}
