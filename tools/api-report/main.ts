/** `npm run api-report`: writes docs/api-report.md from the declarations. */
import { writeFileSync } from 'node:fs';
import { apiReport, REPORT } from './report.ts';

writeFileSync(REPORT, apiReport());
