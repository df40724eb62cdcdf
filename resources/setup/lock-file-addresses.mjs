/** Where a lock file says that packages come from; entries that link to folders of the project itself are no such place. */
export function findFetchAddresses(lockFile) {
  return Object.entries(lockFile.packages ?? {}).flatMap(([name, entry]) => {
    const isAddress = typeof entry.resolved === 'string' && entry.link !== true;
    const fromAddress = Object.entries({ ...entry.dependencies, ...entry.devDependencies, ...entry.optionalDependencies })
      .filter(([, range]) => /^(https?|git(\+\w+)?|github|file):/.test(range))
      .map(([dependency, range]) => `${name || 'package.json'}: ${dependency} ${range}`);
    return isAddress ? [`${name}: ${entry.resolved}`, ...fromAddress] : fromAddress;
  });
}
