import { inject } from 'vitest';
import { setTestStores } from '../test-store.ts';
import { openPostgresStore } from './postgres-store.ts';

setTestStores({ dialect: 'postgres', open: () => openPostgresStore(inject('postgresUrl')) });
