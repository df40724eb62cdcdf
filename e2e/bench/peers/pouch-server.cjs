// express-pouchdb with so many documents in memory, run in the folder into which the peers were installed.
const { createRequire } = require('node:module');
const path = require('node:path');

const from = createRequire(path.join(process.cwd(), 'package.json'));
const PouchDB = from('pouchdb').plugin(from('pouchdb-adapter-memory')).defaults({ adapter: 'memory' });
const app = from('express')();
const [, , documentsFile, count] = process.argv;

async function start() {
  const documents = JSON.parse(require('node:fs').readFileSync(documentsFile, 'utf8'));
  const tasks = new PouchDB('tasks');
  await tasks.bulkDocs(documents.slice(0, Number(count)).map((task) => ({ ...task, _id: task.uid, _deleted: undefined })));
  app.use('/', from('express-pouchdb')(PouchDB, { logPath: path.join(process.cwd(), 'log.txt'), inMemoryConfig: true }));
  const server = app.listen(0, '127.0.0.1', () => process.stdout.write(`listening ${server.address().port}\n`));
}
start();
