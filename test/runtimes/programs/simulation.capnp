# The simulation in a Worker, with workerd's Node modules and without them.
using Workerd = import "/workerd/workerd.capnp";

const withNodeModules :Workerd.Config = (
  services = [(name = "main", worker = (modules = .modules, compatibilityDate = .date))],
  sockets = .sockets,
);

const withoutNodeModules :Workerd.Config = (
  services = [(name = "main", worker = (modules = .modules, compatibilityDate = .date, compatibilityFlags = .plain))],
  sockets = .sockets,
);

const modules :List(Workerd.Worker.Module) = [(name = "worker", esModule = embed "worker.mjs")];
const sockets :List(Workerd.Socket) = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")];
const date :Text = "2026-11-01";
const plain :List(Text) = ["no_nodejs_compat", "no_nodejs_compat_v2"];
