// The report of what the page shows, to copy or to save.

import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { measures, requestOf } from '../../state/decode';
import { resultsStore } from '../../state/results';
import { currentLink } from '../address';
import { reportText } from '../report/report';
import { useControls } from '../useControls';
import { TakenText } from './TakenText';

const file = { name: 'attention-playground.md', type: 'text/markdown' };

/** The reader's day, ISO 8601. */
function today(): string {
  const now = new Date();
  const two = (count: number) => String(count).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

export function ReportPart() {
  const { t } = useTranslation();
  const { t: w } = useTranslation('takeaway');
  const controls = useControls((c) => c);
  const results = useStore(resultsStore);
  const text = useMemo(() => {
    const { run } = results;
    const next = run && requestOf(controls, run.device.runsOn);
    return reportText(
      { t, w },
      {
        controls,
        results,
        isStale: run !== null && !measures(run.request, next),
        link: currentLink(),
        date: today(),
      },
    );
  }, [t, w, controls, results]);
  return (
    <>
      <p>{w('report.intro')}</p>
      <TakenText label={w('text.report')} text={text} rows={24} file={file} />
    </>
  );
}
