// The place of what a link could not have; it takes room only where there is something to tell.

import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { noticesStore } from '../state/notices';

const NoticeList = lazy(() =>
  import('./NoticeList').then((module) => ({ default: module.NoticeList })),
);

export function LinkNotices() {
  const notices = useStore(noticesStore, (s) => s.notices);
  if (notices.length === 0) return null;
  return (
    <Suspense>
      <NoticeList notices={notices} />
    </Suspense>
  );
}
