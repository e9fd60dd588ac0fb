/** For the application's server: `cos-uploader/server`. In Node, workers, and whatever else has Request and Response. */
export {forNode} from './server/for-node.js';
export type {NodeRequest, NodeResponse} from './server/for-node.js';
export type {ServerOptions} from './server/options.js';
export type {Policy} from './server/policy.js';
export {signHandler} from './server/sign-handler.js';
export type {SignFile, SignHandlerOptions} from './server/sign-handler.js';
export type {AskSts, StsQuestion} from './server/sts.js';
export {ticketHandler} from './server/ticket-handler.js';
export type {TicketFile, TicketHandlerOptions, TicketPlace} from './server/ticket-handler.js';
