// The control interface, as the page uses it. Everything goes to the page's own origin.

export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function call(method, path, { body, signal } = {}) {
  let response;
  try {
    response = await fetch(path, {
      method,
      signal,
      headers: body ? { "content-type": "application/json" } : {},
      body: body ? JSON.stringify(body) : undefined,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, "连不上沙盒，请看看程序是不是还开着。");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(response.status, sentence(answer, response.status));
  return answer;
}

function sentence(answer, status) {
  const said = answer.error ?? answer.description;
  return typeof said === "string" && said ? said : `沙盒没有办成（${status}）。`;
}

function query(params) {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== null);
  return new URLSearchParams(given).toString();
}

export const api = {
  world: () => call("GET", "/sandbox/world"),
  changes: (after, signal) => call("GET", `/sandbox/changes?${query({ after, timeout: 25 })}`, { signal }),
  messages: (chat, user, limit) => call("GET", `/sandbox/messages?${query({ chat, user, limit })}`),
  calls: (after) => call("GET", `/sandbox/calls?${query({ after })}`),
  say: (words) => call("POST", "/sandbox/say", { body: words }),
  edit: (words) => call("POST", "/sandbox/edit", { body: words }),
  remove: (which) => call("POST", "/sandbox/delete", { body: which }),
  start: (user, payload) => call("POST", "/sandbox/members", { body: { chat: user, user, do: "start", payload } }),
  react: (choice) => call("POST", "/sandbox/react", { body: choice }),
  addChat: (group) => call("POST", "/sandbox/chats", { body: group }),
  move: (deed) => call("POST", "/sandbox/members", { body: deed }),
  hint: (hint) => call("POST", "/sandbox/hint", { body: hint }),
  tap: (press) => call("POST", "/sandbox/tap", { body: press }),
  clock: (move) => call("POST", "/sandbox/clock", { body: move }),
};
