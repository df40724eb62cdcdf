/**
 * What `npm start` prints when the server is up. The key itself goes to a terminal only: what is redirected
 * ends in logs, so there the file that holds the key is named.
 */
export function welcome({ serverUrl, account, dataFolder, isTerminal }) {
  const lines = ['', 'Docket is running. Ctrl-C, or closing the console, stops it.', '', `  API       ${serverUrl}/api/v1`];
  if (account) {
    const key = isTerminal ? account.apiKey : `$(cat ${quote(account.keyFile)})`;
    lines.push(
      isTerminal ? `  API key   ${account.apiKey}` : `  Key file  ${account.keyFile}`,
      `  Data      ${dataFolder}`,
      '',
      'Send a task and see it in the console:',
      '',
      `  curl -X PATCH ${serverUrl}/api/v1/tasks/ -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" -d '{"id":"first-task","title":"My first task","status":"TODO"}'`,
    );
  } else {
    lines.push(
      `  Data      ${dataFolder}`,
      '',
      'This data folder was not made by npm start: sign in to the console with an account of your own.',
    );
  }
  return `${lines.join('\n')}\n\n`;
}

function quote(file) {
  return `'${file.replaceAll("'", "'\\''")}'`;
}
