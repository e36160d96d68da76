// Loaded by mocha before the tests. npm does not pass on a SIGKILL: a run that lost its parent would go on, unread.
const parent = process.ppid;
setInterval(() => {
  // At once, because nobody is left to read a report; what the tests started ends with this process.
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, 500).unref();
