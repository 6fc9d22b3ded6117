// What a reader sets at chart C9: blocks, sequences, how many have come and gone, and what all begin with.

import { useTranslation } from 'react-i18next';
import { chartProblems } from '../../state/chartSettings';
import { pageFields, pageStops } from '../../state/pages';
import { NumberControl } from '../controls/NumberControl';
import { setControls, useControls } from '../useControls';

export function PagesSettings() {
  const { t } = useTranslation();
  const controls = useControls((c) => c);
  const problems = chartProblems(controls, pageFields);
  return (
    <div className="chart-settings">
      {pageFields.map((field) => (
        <NumberControl
          key={field}
          field={field}
          value={controls[field]}
          stops={pageStops[field]}
          problem={problems.find((problem) => problem.field === field)}
          note={t(`blocks.settings.${field}`)}
          onChange={(value) => setControls({ [field]: value })}
        />
      ))}
    </div>
  );
}
