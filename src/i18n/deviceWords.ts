// Brings the words of the report about the device into a page that has begun without them.

import { enDevice } from './enDevice';
import { addWords } from './i18n';
import { zhDevice } from './zhDevice';

export const addDeviceWords = (): void => addWords('device', enDevice, zhDevice);
