-- Requests of one scenario, for wrk: list, get, post, rank or file. Set up by tests/load/measure.py through the environment.
--   SCENARIO, TOKEN (empty: nobody), HOME_ID, MESSAGE_IDS (comma separated), TARGET_PATH (of file),
--   RUN (16 hex digits, unique per run), RATE (requests a second of this thread; 0: as fast as they are answered)

local ffi = require("ffi")
ffi.cdef("typedef struct { long sec; long usec; } deputies_timeval; int gettimeofday(deputies_timeval *, void *);")
local time = ffi.new("deputies_timeval")
local function now()
  ffi.C.gettimeofday(time, nil)
  return tonumber(time.sec) + tonumber(time.usec) / 1e6
end

local scenario = os.getenv("SCENARIO")
local messages = "/v1/homes/" .. os.getenv("HOME_ID") .. "/messages"
local headers = { ["Content-Type"] = "application/json" }
if os.getenv("TOKEN") ~= "" then
  headers["Authorization"] = "Bearer " .. os.getenv("TOKEN")
end

local thread_count = 0

function setup(thread)
  thread:set("thread_number", thread_count)
  thread_count = thread_count + 1
end

local sent = 0
local prepared = {}

function init()
  if scenario == "list" then
    prepared[1] = wrk.format("GET", messages .. "?pageSize=20", headers)
  elseif scenario == "file" then
    prepared[1] = wrk.format("GET", os.getenv("TARGET_PATH"), headers)
  elseif scenario == "rank" then
    local ranking = "/v1/homes/" .. os.getenv("HOME_ID") .. "/ranking?scope=COUNTY&level=TOWNSHIP_DEPUTY&pageSize=20"
    for offset = 0, 1980, 20 do
      prepared[#prepared + 1] = wrk.format("GET", ranking .. "&offset=" .. offset, headers)
    end
  elseif scenario == "get" then
    for id in string.gmatch(os.getenv("MESSAGE_IDS"), "%d+") do
      prepared[#prepared + 1] = wrk.format("GET", messages .. "/" .. id, headers)
    end
  end
end

-- With a rate each request has its time; wrk waits whole milliseconds. Only defined with a rate: wrk asks for the
-- delay of every request where the function is there.
local rate = tonumber(os.getenv("RATE") or "0")
if rate > 0 then
  local first = nil
  local planned = 0
  function delay()
    first = first or now()
    planned = planned + 1
    return math.max(0, math.floor((first + planned / rate - now()) * 1000 + 0.5))
  end
end

-- A request id of its own for each post: run, thread, number.
local function request_id()
  local run = os.getenv("RUN")
  return string.format("%s-%s-4%s-8%03x-%012x", run:sub(1, 8), run:sub(9, 12), run:sub(13, 15),
                       thread_number, sent)
end

function request()
  sent = sent + 1
  if scenario ~= "post" then
    return prepared[sent % #prepared + 1]
  end
  local body = string.format(
    '{"requestId":"%s","subject":"负载测试的留言","body":"村口的路灯坏了三盏，晚上看不见路，请派人来看一看。","visibility":"PUBLIC"}',
    request_id())
  return wrk.format("POST", messages, headers, body)
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    "RESULT requests=%d seconds=%.6f p50_us=%d p90_us=%d p99_us=%d max_us=%d status_errors=%d socket_errors=%d\n",
    summary.requests, summary.duration / 1e6, latency:percentile(50), latency:percentile(90),
    latency:percentile(99), latency.max, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
