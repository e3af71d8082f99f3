// Preloaded into servers that know only a port, so that they listen on the loopback address alone.
const net = require('node:net')
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (where, ...rest) {
  const port = typeof where === 'object' ? where?.port : where
  const last = rest.find((argument) => typeof argument === 'function')
  return port === undefined
    ? listen.call(this, where, ...rest)
    : listen.call(this, { port, host: '127.0.0.1' }, ...(last ? [last] : []))
}
