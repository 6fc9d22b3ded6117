// The page: its head, the controls, the receipts and the charts.

import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Runner } from '../state/runner';
import { ChartPages } from './charts/ChartPages';
import { ControlsPanel } from './controls/ControlsPanel';
import { Header } from './Header';
import { LinkNotices } from './LinkNotices';
import { PhoneSummary } from './PhoneSummary';
import { Receipts } from './receipts/Receipts';
import { sheetStore } from './sheet';

export function App({ runner }: { runner: Runner }) {
  const { t } = useTranslation();
  const sheetOpen = useStore(sheetStore, (s) => s.open);
  const setSheetOpen = (open: boolean) => sheetStore.setState({ open });
  return (
    <>
      {/* The hash is the page's state, so the link moves the focus and leaves the address alone. */}
      <a
        className="skip"
        href="#receipts"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('receipts')?.focus();
        }}
      >
        {t('skipToReceipts')}
      </a>
      <Header />
      <PhoneSummary open={sheetOpen} onOpen={() => setSheetOpen(true)} />
      <div className="page-body">
        <ControlsPanel open={sheetOpen} onClose={() => setSheetOpen(false)} />
        <main>
          <LinkNotices />
          <Receipts />
          <ChartPages runner={runner} />
        </main>
      </div>
    </>
  );
}
