-- KEYS[1] the limit's key; ARGV[1] the interval in microseconds; ARGV[2] the burst.
-- Returns whether one more is allowed, and how far the arrival time is ahead of now.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval = tonumber(ARGV[1])
local arrival = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now)
local ahead = arrival + interval - now
if ahead > interval * tonumber(ARGV[2]) then
  return {0, arrival - now}
end
redis.call('SET', KEYS[1], string.format('%.0f', now + ahead), 'PX', math.ceil(ahead / 1000))
return {1, ahead}
