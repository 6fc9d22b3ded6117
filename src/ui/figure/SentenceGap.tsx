// What stands between two sentences: a space, or in Chinese nothing, where a full stop has room of its own.

import { useTranslation } from 'react-i18next';

export function SentenceGap() {
  const { i18n } = useTranslation();
  return i18n.language.startsWith('zh') ? null : ' ';
}
