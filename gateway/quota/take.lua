-- Takes one of each allowance, and the subjects of one clerk, if all of it is allowed; else nothing.
--
-- KEYS  a hash for each allowance: "sum", "from" (the oldest slot that it counts) and the uses in each slot;
--       then, if subjects are limited, a sorted set of their marks by when they were last asked about.
-- ARGV  slots in a window, allowances, window in ms and limit of each allowance; then window, limit and marks of the subjects.
-- Gives { the number of the key that refuses, or 0, and in how many ms it would not, or -1 for never }.

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local slots, allowances = tonumber(ARGV[1]), tonumber(ARGV[2])
local refusing, wait = 0, 0

local function refuse(number, ms)
  if wait ~= -1 and (ms == -1 or ms >= wait) then refusing, wait = number, ms end
end

local function name(slot)
  return string.format('%.0f', slot)
end

-- What a hash counts at this time: slots that the window has left are forgotten first. A clock that went back moves "from" back.
local function counted(key, slot)
  local kept = redis.call('HMGET', key, 'sum', 'from', name(slot))
  local count = { sum = tonumber(kept[1]) or 0, from = tonumber(kept[2]) or slot, here = tonumber(kept[3]) or 0 }
  local first = slot - slots
  if count.from < first - 3 * slots then
    redis.call('DEL', key)
    return { sum = 0, from = slot, here = 0 }
  end
  if count.from < first then
    local gone = {}
    for each = count.from, first - 1 do gone[#gone + 1] = name(each) end
    for _, uses in ipairs(redis.call('HMGET', key, unpack(gone))) do
      count.sum = count.sum - (tonumber(uses) or 0)
    end
    redis.call('HDEL', key, unpack(gone))
    redis.call('HSET', key, 'sum', count.sum, 'from', name(first))
    count.from = first
  end
  count.from = math.min(count.from, slot)
  return count
end

local function refuseUntilFree(number, key, count, slot, width, limit)
  local left = count.sum
  for each = count.from, slot do
    left = left - (tonumber(redis.call('HGET', key, name(each))) or 0)
    if left < limit then return refuse(number, (each + slots + 1) * width - now) end
  end
  refuse(number, (slot + slots + 1) * width - now)
end

local counts = {}
for number = 1, allowances do
  local window, limit = tonumber(ARGV[number * 2 + 1]), tonumber(ARGV[number * 2 + 2])
  local width = window / slots
  local slot = math.floor(now / width)
  local count = counted(KEYS[number], slot)
  if count.sum >= limit then refuseUntilFree(number, KEYS[number], count, slot, width, limit) end
  counts[number] = { count = count, slot = slot, keep = window + width }
end

local subjects = KEYS[allowances + 1]
local at = allowances * 2 + 3
local window, limit = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
if subjects then
  redis.call('ZREMRANGEBYSCORE', subjects, '-inf', '(' .. string.format('%.0f', now - window))
  local asked, known, total = {}, 0, #ARGV - at - 1
  for each = at + 2, #ARGV do
    asked[ARGV[each]] = true
    if redis.call('ZSCORE', subjects, ARGV[each]) then known = known + 1 end
  end
  local over = redis.call('ZCARD', subjects) + total - known - limit
  if over > 0 and total > limit then
    refuse(allowances + 1, -1)
  elseif over > 0 then
    local oldest = redis.call('ZRANGE', subjects, 0, over + known - 1, 'WITHSCORES')
    for each = 1, #oldest, 2 do
      if not asked[oldest[each]] then
        over = over - 1
        if over == 0 then refuse(allowances + 1, oldest[each + 1] + window + 1 - now) end
      end
    end
  end
end

if refusing ~= 0 then return { refusing, math.ceil(wait) } end

for number, each in ipairs(counts) do
  local key, count = KEYS[number], each.count
  redis.call('HSET', key, 'sum', count.sum + 1, 'from', name(count.from), name(each.slot), count.here + 1)
  redis.call('PEXPIRE', key, math.ceil(each.keep))
end
if subjects then
  for each = at + 2, #ARGV do redis.call('ZADD', subjects, now, ARGV[each]) end
  redis.call('PEXPIRE', subjects, window + 1)
end
return { 0, 0 }
