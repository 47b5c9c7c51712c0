/** The real engine on Node. */
import '../parent-port'

// Only now: the engine asks for its port when it is loaded.
void import('../../electron/engine')
